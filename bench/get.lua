-- wrk: GET of many addresses in turn:  wrk … -s get.lua URL -- FILE [COOKIE [HEADER VALUE]]
-- FILE has an address a line; "@" in it becomes a number that no request had before.
local lines, n, headers = {}, 0, {}
local ready = {}

function init(args)
  for name, value in pairs(wrk.headers) do headers[name] = value end
  for line in io.lines(args[1]) do lines[#lines + 1] = line end
  if args[2] and args[2] ~= "-" then headers["Cookie"] = args[2] end
  if args[3] then headers[args[3]] = args[4] end
  for i, line in ipairs(lines) do
    if not line:find("@", 1, true) then ready[i] = wrk.format("GET", line, headers) end
  end
end

function request()
  n = n + 1
  local i = n % #lines + 1
  return ready[i] or wrk.format("GET", (lines[i]:gsub("@", n)), headers)
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration,
    e.status + e.read + e.write + e.connect + e.timeout, latency:percentile(50),
    latency:percentile(99)))
end
