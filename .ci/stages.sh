# How a stage is run, timed and remembered. Sourced by run.
readonly skip_code=77
faults=()
passed=0 failed=0 skipped=0

# stage TITLE COMMAND...: runs it, prints its time, remembers a fault and goes on. Exit code 77 means skipped, not failed.
stage() {
  local title=$1 start=$SECONDS code=0
  shift
  printf '\n== %s\n' "$title"
  "$@" </dev/null || code=$?
  case $code in
    0) printf '== %s: ok, %d s\n' "$title" $((SECONDS - start)) ;;
    "$skip_code") printf '== %s: SKIPPED\n' "$title" ; code=0 ;;
    *) printf '== %s: FAILED (exit %d), %d s\n' "$title" "$code" $((SECONDS - start)) ; faults+=("$title") ;;
  esac
  return "$code"
}

# demand TITLE COMMAND...: a stage without which the rest makes no sense.
demand() { stage "$@" || finish; }

# with_tool TOOL ARGUMENTS...: runs a tool that may be missing on a machine without a package registry.
with_tool() {
  command -v "$1" >/dev/null || { echo "skipped: $1 is not installed and could not be fetched"; return "$skip_code"; }
  "$@"
}

# finish: says what failed, then the counts as the last line.
finish() {
  local code=0
  printf '\n%d s in all\n' "$SECONDS"
  if ((${#faults[@]})); then
    printf 'failed: %s\n' "${faults[@]}"
    code=1
  fi
  ((passed + failed)) || { echo "no test was run"; code=1; }
  ((failed)) && code=1
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$code"
}
