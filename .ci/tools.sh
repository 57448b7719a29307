# Brings the tools that cross-check us. Each may fail without failing the run: its checks are then skipped. Sourced by run.

# The system's Python, not one a version manager puts before it: Debian's packages are seen by that one only.
readonly python=/usr/bin/python3

missing_debian_packages() {
  command -v gcc >/dev/null || printf '%s\n' gcc libc6-dev
  command -v zbarimg >/dev/null || echo zbar-tools
  command -v h2load >/dev/null || echo nghttp2-client
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  command -v redis-server >/dev/null || echo redis-server
  command -v softhsm2-util >/dev/null || echo softhsm2
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  command -v chromium >/dev/null || echo chromium
  command -v certutil >/dev/null || echo libnss3-tools
  [[ $(fc-list :lang=zh 2>/dev/null) ]] || echo fonts-wqy-microhei
  "$python" -c 'import grpc' 2>/dev/null || echo python3-grpcio
  "$python" -c 'import grpc_tools' 2>/dev/null || echo python3-grpc-tools
  "$python" -c 'import cbor2' 2>/dev/null || echo python3-cbor2
  "$python" -c 'import cryptography' 2>/dev/null || echo python3-cryptography
}

install_debian_packages() {
  local packages as_root=()
  mapfile -t packages < <(missing_debian_packages)
  ((${#packages[@]})) || { echo "all there"; return 0; }
  command -v apt-get >/dev/null || { echo "skipped: no apt-get for ${packages[*]}"; return "$skip_code"; }
  ((EUID == 0)) || as_root=(sudo -n)
  local apt=("${as_root[@]}" apt-get -q -o Acquire::Retries=2 -o Acquire::http::Timeout=30)
  echo "installing ${packages[*]}"
  "${apt[@]}" update >/dev/null && "${apt[@]}" install -y --no-install-recommends "${packages[@]}" >/dev/null && return 0
  echo "skipped: apt could not bring ${packages[*]}"
  return "$skip_code"
}

# Versions and digests are those of the lock file. Not `npm ci`: that wants the packages of every platform to be in the lock,
# and a registry that lacks some of them cannot write such a lock. No install script is run; none is needed.
install_npm_packages() {
  command -v npm >/dev/null || { echo "skipped: no npm"; return "$skip_code"; }
  (cd .ci && npm install --no-save --ignore-scripts --no-progress --loglevel=error) && return 0
  echo "skipped: npm could not bring the packages of .ci/package.json"
  return "$skip_code"
}

# The page that the service serves to kiosks. Built before the service, which takes along what is there.
build_kiosk_page() {
  command -v npm >/dev/null || { echo "skipped: no npm"; return "$skip_code"; }
  (cd clients/kiosk && npm install --no-save --ignore-scripts --no-progress --loglevel=error) || { echo "skipped: npm could not bring the packages of clients/kiosk"; return "$skip_code"; }
  (cd clients/kiosk && npm run --silent build)
}

# Chromium asks which certificate to show, and in a test nobody could answer: to localhost it shows the one it has.
readonly chromium_policy=/etc/chromium/policies/managed/edge-service-tests.json

allow_certificates_in_tests() {
  [[ -e $chromium_policy ]] && return 0
  ((EUID == 0)) || { echo "skipped: only root may write $chromium_policy"; return "$skip_code"; }
  mkdir -p "${chromium_policy%/*}" && echo '{ "AutoSelectCertificateForUrls": ["{\"pattern\":\"https://localhost\",\"filter\":{}}"] }' >"$chromium_policy"
}
