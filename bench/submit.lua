-- wrk: the last step of "say it", each with a key of its own.
local n = 0
local id = 0
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end
function init()
  math.randomseed(os.time() + id * 7919)
  salt = string.format("%08x%08x", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
end
local towns = { "430422103000", "430422104000", "430422105000", "430422106000", "430422107000" }
local text = string.rep("村口到镇上的路坑坑洼洼，下雨天积水，学生骑车经常摔跤，希望早点修一修。", 9)
function request()
  n = n + 1
  local key = string.format("%s%08x%08x", salt, id, n)
  local body = "idem=" .. key .. "&division=" .. towns[n % #towns + 1] ..
    "&town=&station=&deputy=&coords=&kind=help&anonymity=none&name=&contact=&place=" ..
    "%E8%80%81%E8%A1%97" .. n .. "&body=" .. text .. key
  return wrk.format("POST", "/ask/send",
    { ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end
function response(status)
  if status ~= 200 then bad = (bad or 0) + 1 end
end
function done(summary, latency)
  io.write(string.format("bad %d p99_us %d\n",
    summary.errors.status + summary.errors.read + summary.errors.timeout, latency:percentile(99)))
end
