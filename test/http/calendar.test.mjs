// Working days and due dates: every day against a second source, every vector of the field.
import test from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import chineseDays from "chinese-days";
import { binary, Place } from "./lib.mjs";

const run = (...args) => execFileSync(binary, args, { encoding: "utf8", env: { LANG: "C" } });
const due = (from, period) =>
  JSON.parse(run("deadline", "--from", from, "--period", period, "--json"));

test("every day from 2020 to 2026 is what the second source says", () => {
  let days = 0;

  for (let year = 2020; year <= 2026; year++) {
    for (const line of run("deadline", "--year", String(year)).trim().split("\n")) {
      const [day, kind] = line.split("\t");

      days++;
      assert.equal(["work", "made-up"].includes(kind), chineseDays.isWorkday(day), line);
    }
  }
  assert.equal(days, 2557);
});

test("the yearly totals of working days are the known ones", () => {
  const totals = { 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248 };

  for (const [year, total] of Object.entries(totals)) {
    const lines = run("deadline", "--year", year).trim().split("\n");

    assert.equal(lines.filter((l) => ["work", "made-up"].includes(l.split("\t")[1])).length, total, year);
  }
});

test("a due date comes with its reason, the same as text and as JSON", () => {
  const answer = due("2026-02-13", "5wd");

  assert.deepEqual(answer, {
    from: "2026-02-13", period: "5wd", due: "2026-02-27", provisional: false,
    explanation: "5 working days from 13 Feb; Sat 14 Feb worked; 15–23 Feb holiday",
  });
  assert.equal(run("deadline", "--from", "2026-02-13", "--period", "5wd"),
    `${answer.due}\n${answer.explanation}\n`);
  assert.equal(due("2026-12-30", "5wd").provisional, true);
  assert.equal(due("2025-11-30", "3m").due, "2026-02-28");
});

test("what is no date or no period is refused with its field", () => {
  for (const args of [["--from", "2026-02-30", "--period", "5wd"], ["--period", "5wd"],
    ["--from", "2026-02-13", "--period", "5"], ["--from", "2026-02-13"]])
    assert.throws(() => execFileSync(binary, ["deadline", ...args], { stdio: "pipe" }),
      (e) => e.status !== 0 && e.stdout.length === 0 && /from|period/.test(e.stderr));
});

test("the shipped files are the source of what is compiled in", () => {
  for (let year = 2020; year <= 2026; year++) {
    const file = JSON.parse(readFileSync(new URL(`../../data/calendar/${year}.json`, import.meta.url)));
    const lines = new Map(run("deadline", "--year", String(year)).trim().split("\n")
      .map((l) => [l.split("\t")[0], l.split("\t")[1]]));

    for (const day of file.days.filter((d) => d.date.startsWith(String(year))))
      assert.match(lines.get(day.date), day.isOffDay ? /^holiday$/ : /^made-up$|^work$/, day.date);
  }
});

test("an imported year changes what the page says and counts provisional dates again", () => {
  const place = new Place();

  try {
    const file = new URL("../../data/calendar/2026.json", import.meta.url).pathname;

    assert.match(place.run("calendar", ["import", file]), /^2026: 0\n$/);
    assert.throws(() => place.run("calendar", ["import", "/dev/null"]));
  } finally {
    place.remove();
  }
});
