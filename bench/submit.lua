-- wrk: the last step of "say it", each with a key of its own; with "mix FILE" as arguments four
-- of five requests are reads of the addresses in FILE instead.
local n, id, threads = 0, 0, 0
local reads = {}
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end
function init(args)
  math.randomseed(os.time() + id * 7919)
  salt = string.format("%08x%08x", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
  if args[1] == "mix" then
    for line in io.lines(args[2]) do reads[#reads + 1] = wrk.format("GET", line) end
  end
end
local towns = { "430422103000", "430422104000", "430422105000", "430422106000", "430422107000" }
local text = string.rep("村口到镇上的路坑坑洼洼，下雨天积水，学生骑车经常摔跤，希望早点修一修。", 9)
local form = { ["Content-Type"] = "application/x-www-form-urlencoded" }
function request()
  n = n + 1
  if #reads > 0 and n % 5 ~= 0 then return reads[n % #reads + 1] end
  local key = string.format("%s%08x%08x", salt, id, n)
  local body = "idem=" .. key .. "&division=" .. towns[n % #towns + 1] ..
    "&town=&station=&deputy=&coords=&kind=help&anonymity=none&name=&contact=&place=" ..
    "%E8%80%81%E8%A1%97" .. n .. "&body=" .. text .. key
  return wrk.format("POST", "/ask/send", form, body)
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration,
    e.status + e.read + e.write + e.connect + e.timeout, latency:percentile(50),
    latency:percentile(99)))
end
