# Compiles data/calendar/YYYY.json (days off and worked weekend days with the State Council
# notices they come from) into rows of C: one day to a row, in order of the files.
function days_of(y, m, d,    era, yoe, doy, doe) {
    y -= m <= 2
    era = int(y / 400)
    yoe = y - era * 400
    doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
    doe = yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy
    return era * 146097 + doe - 719468
}
function value(line) {
    sub(/^[^:]*: */, "", line)
    gsub(/^"|"?,?$/, "", line)
    return line
}
BEGIN { print "/* Made by tools/calendar.awk. */\nstatic const struct calendar_day shipped_days[] = {" }
/"year":/ { years[++nyears] = value($0) + 0; papers = ""; inside = 0 }
/"papers":/ { inside = 1; next }
inside && /\]/ { source[nyears] = papers; inside = 0 }
inside && /http/ {
    line = $0
    gsub(/^[ \t]*"|",?[ \t]*$/, "", line)
    papers = papers (papers == "" ? "" : " ") line
}
/"name":/ { name = value($0) }
/"date":/ {
    split(value($0), part, "-")
    day = days_of(part[1] + 0, part[2] + 0, part[3] + 0)
}
/"isOffDay":/ {
    printf "    {{%d}, %d, %d, STRING(\"%s\")},\n", day, years[nyears], value($0) == "true", name
}
END {
    print "};\nstatic const struct calendar_year shipped_years[] = {"
    for (i = 1; i <= nyears; i++)
        printf "    {%d, 0, STRING(\"%s\")},\n", years[i], source[i]
    print "};"
}
