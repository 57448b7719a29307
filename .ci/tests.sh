# Runs the test command that README.md shows, and counts over all test projects. Sourced by run.
readonly results=.artifacts/test-results

run_readme_tests() {
  local command code=0
  command=$(grep -m1 '^dotnet test' README.md) || { echo "README.md shows no test command"; return 1; }
  rm -rf "$results"
  echo "\$ $command"
  # shellcheck disable=SC2086 # the README's line is split into words on purpose
  timeout --kill-after=30 2400 $command --no-build --logger trx --results-directory "$results" || code=$?
  count_results
  return "$code"
}

# Adds up the counters of every result file; what was not executed was skipped.
count_results() {
  local file total executed good
  for file in "$results"/*.trx; do
    [[ -e $file ]] || continue
    read -r total executed good < <(sed -nE 's/.*<Counters total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)".*/\1 \2 \3/p' "$file")
    ((passed += good, failed += executed - good, skipped += total - executed))
  done
  return 0
}
