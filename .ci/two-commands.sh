# What README.md promises first: one command starts the service, a second tells the terminals' stories. Sourced by run.

run_two_commands() {
  local port=$((20000 + RANDOM % 10000)) log=.artifacts/service.log service code=0
  set -m # so that the service gets a process group, which can be ended whole
  dotnet run --no-build --project src/EdgeService -- "--Edge:Doors:Port=$port" --Edge:Doors:PlaintextPort=0 --Edge:Doors:WebPort=0 >"$log" 2>&1 &
  service=$!
  set +m
  if wait_for 'Ready after' "$log" "$service"; then
    dotnet run --no-build --project clients/EdgeCtl -- demo --address "https://localhost:$port" || code=$?
  else
    code=1
  fi
  kill -TERM -- "-$service" 2>/dev/null
  wait "$service" 2>/dev/null
  ((code)) && cat "$log"
  return "$code"
}

# wait_for TEXT FILE PROCESS: until the text is in the file; gives up when the process ends or after a minute.
wait_for() {
  local tries
  for ((tries = 0; tries < 240; tries++)); do
    grep -q "$1" "$2" && return 0
    kill -0 "$3" 2>/dev/null || return 1
    sleep 0.25
  done
  return 1
}
