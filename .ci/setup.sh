# Sourced by ./run, ./test and .ci/run: installs what is missing, configures, builds. Quiet, one line a step.
# Needs: bash, a Debian 12 (or newer) machine.

build_packages=(g++ cmake ninja-build pkg-config libgdal-dev libgeos-dev libboost-dev libfmt-dev libcli11-dev
  libtomlplusplus-dev nlohmann-json3-dev libsqlite3-dev coinor-libcbc-dev coinor-libclp-dev libcairo2-dev libxlsxwriter-dev
  libimgui-dev libglfw3-dev libepoxy-dev libegl-dev libgl1-mesa-dri libfreetype-dev libstb-dev
  fonts-inter fonts-roboto-unhinted fonts-dejavu-core fonts-materialdesignicons-webfont)
test_packages=(libgtest-dev gdal-bin sqlite3 unzip python3 xvfb xdotool imagemagick)

step_started=0
# One line a step; on a terminal it is rewritten while the step runs.
step() { step_started=$SECONDS; step_name=$1; if [ -t 2 ]; then printf '\r\033[K%s ...' "$1" >&2; fi; }
step_done() { if [ -t 2 ]; then printf '\r\033[K' >&2; fi; printf '%s: %ds%s\n' "$step_name" $((SECONDS - step_started)) "${1:+ ($1)}" >&2; }
step_failed() {  # $1: log file
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  printf '%s: FAILED. The end of %s:\n' "$step_name" "$1" >&2; tail -n 40 "$1" >&2; exit 1
}

install_missing() {  # names of Debian packages
  command -v dpkg-query >/dev/null || { printf 'This is no Debian machine: install the counterparts of: %s\n' "$*" >&2; return 0; }
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); else
      printf 'Packages are missing. Type this line, then run the command again:\n  sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
      exit 1
    fi
  fi
  mkdir -p build
  step "Installing ${#missing[@]} packages"
  { "${as_root[@]}" apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
    >build/install.log 2>&1 || step_failed build/install.log
  step_done
}

# build_tree FOLDER CMAKE-ARGUMENTS... : configures once, then builds what changed.
build_tree() {
  local folder=$1; shift
  mkdir -p "$folder"
  if [ ! -f "$folder/build.ninja" ]; then
    step "Configuring $folder"
    cmake -S . -B "$folder" -G Ninja "$@" >"$folder/configure.log" 2>&1 || step_failed "$folder/configure.log"
    step_done
  fi
  step "Building $folder"
  if [ -t 2 ]; then
    NINJA_STATUS='%f/%t ' ninja -C "$folder" 2>&1 | tee "$folder/build.log" |
      while IFS= read -r line; do [[ $line =~ ^[0-9]+/[0-9]+ ]] && printf '\r\033[KBuilding %s %s' "$folder" "${line%% *}" >&2; done
    [ "${PIPESTATUS[0]}" -eq 0 ] || step_failed "$folder/build.log"
  else
    ninja -C "$folder" >"$folder/build.log" 2>&1 || step_failed "$folder/build.log"
  fi
  step_done
}
