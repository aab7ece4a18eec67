-- Asks for one path again and again. `@N@` becomes a number that no other request of the run has, `@E@` a
-- number below ENTITIES that hops about. Says what happened as one line of JSON.
local path, host, accept = os.getenv("LOAD_PATH"), os.getenv("LOAD_HOST"), os.getenv("LOAD_ACCEPT")
local entities, seed = tonumber(os.getenv("LOAD_ENTITIES")), tonumber(os.getenv("LOAD_SEED"))
local count = 0

function request()
  count = count + 1
  local entity = (seed * 104729 + count * 7919) % entities
  local now = path:gsub("@N@", seed .. "x" .. count):gsub("@E@", tostring(entity))
  return "GET " .. now .. " HTTP/1.1\r\nHost: " .. host .. "\r\nAccept: " .. accept .. "\r\n\r\n"
end

function done(summary, latency, _)
  local wrong = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '\nJSON{"requests":%d,"seconds":%.3f,"not_ok":%d,"lost":%d,"p50":%.3f,"p95":%.3f,"p99":%.3f,"most":%.3f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status, wrong,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
