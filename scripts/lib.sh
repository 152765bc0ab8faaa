# Common parts of the scripts; to be sourced by bash after `set -eu`. Defines functions and a few variables only.

EDGE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
EDGE_RID=${EDGE_RID:-linux-x64}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "== $*"; }

warn() { printf '%s\n' "$*" >&2; }

die() {
  warn "error: $*"
  exit 1
}

# Prints the comment block at the top of a script, without its '# '. The scripts' --help.
help_of() { sed -n '2,/^[^#]/{ /^#/!d; s/^# \{0,1\}//; p; }' "$1"; }

# The value of an option that needs one: value_of --port "$@" (after the option itself was shifted to $1).
value_of() {
  [ $# -ge 3 ] || die "$1 needs a value"
  printf '%s' "$3"
}

# Packages -----------------------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "'$*' needs root, and there is no sudo"
  fi
}

# apt_need PACKAGE...: installs those that are not installed yet, and says so.
apt_need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done

  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "please install: ${missing[*]} (no apt-get here)"
  say "installing with apt-get: ${missing[*]}"
  as_root apt-get -q update >/dev/null || warn "apt-get update failed; trying with the lists at hand"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "${missing[@]}" >/dev/null
}

need_sdk() {
  if command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^\(1[0-9]\|[2-9][0-9]\)\.'; then
    return 0
  fi

  warn "The .NET SDK 10 or later is needed to build, and 'dotnet' is not in the PATH (or is older)."
  warn "Get it as the package dotnet-sdk-10.0 where the distribution has it, or from https://dotnet.microsoft.com/download"
  warn "(the dotnet-install script there needs no root), and put it into the PATH."
  exit 1
}

# What the native linker needs besides the SDK.
need_toolchain() {
  need_sdk
  command -v clang >/dev/null && [ -e /usr/include/zlib.h ] || apt_need clang zlib1g-dev
  [ -e /usr/include/lz4.h ] || apt_need liblz4-dev
}

netdata_binary() { command -v netdata || { [ -x /usr/sbin/netdata ] && echo /usr/sbin/netdata; }; }

# Debian's own netdata, kept from starting by itself while it is installed.
need_netdata() {
  [ -z "$(netdata_binary)" ] || return 0
  local policy=/usr/sbin/policy-rc.d mine=no
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    mine=yes
  fi

  apt_need netdata-core netdata-plugins-bash
  [ "$mine" = no ] || as_root rm -f "$policy"
}

# Nodes --------------------------------------------------------------------------------------------------------

# A port of 127.0.0.1 that nobody listens on now, from the one given upwards.
free_port() {
  local port=$1
  while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((port + 1))
  done

  printf '%s' "$port"
}

# Options of a node that collects what is much on some machines and little on others: not at all.
few_charts() {
  printf '    %s = no\n' cgroups diskspace idlejitter
  printf '[plugin:proc]\n'
  printf '    %s = no\n' /proc/net/netstat /proc/net/snmp /proc/net/snmp6 /proc/net/dev /proc/diskstats /proc/interrupts ipc
}

# Helpers of netdata that Edge has no counterpart of, switched off so that both do the same work.
netdata_only() {
  printf '[%s]\n    enabled = no\n' statsd ml cloud
  printf '[plugins]\n'
  printf '    %s = no\n' go.d python.d charts.d apps node.d fping ioping slabinfo nfacct perf freeipmi ebpf
}

# write_node DIR [PROGRAM-NAME]: the configuration of one node, for Edge and for netdata alike (the option names of
# 1.29.3, which later releases take over). From variables: node_hostname, node_mode, node_port (empty: no web server), node_history,
# node_destination (empty: does not stream), node_key, node_accepts (empty, or the API key that is let in), node_health,
# node_bind (address, default 127.0.0.1), node_buffer (buffer size bytes of the sender; empty: the default),
# node_compression (of the sender; empty: the default), node_few (not empty: few charts).
write_node() {
  local dir=$1
  mkdir -p "$dir/etc" "$dir/cache" "$dir/lib" "$dir/log"
  : >"$dir/etc/.opt-out-from-anonymous-statistics"
  cat >"$dir/etc/netdata.conf" <<END
[global]
    run as user = $(id -un)
    hostname = ${node_hostname}
    update every = 1
    memory mode = ${node_mode}
    history = ${node_history:-3600}
    config directory = $dir/etc
    cache directory = $dir/cache
    lib directory = $dir/lib
    log directory = $dir/log
    process scheduling policy = keep
    OOM score = keep
[web]
    mode = $([ -n "${node_port}" ] && echo static-threaded || echo none)
    bind to = ${node_bind:-127.0.0.1}:${node_port:-0}
[plugins]
    enable running new plugins = ${node_plugins:-no}
$([ -z "${node_few:-}" ] || few_charts)
[health]
    enabled = ${node_health:-no}
[registry]
    enabled = no
END
  [ "${2:-}" != edge ] || printf '[statsd]\n    enabled = no\n' >>"$dir/etc/netdata.conf"
  [ "${2:-}" = edge ] || netdata_only >>"$dir/etc/netdata.conf"
  {
    printf '[stream]\n'
    if [ -n "${node_destination:-}" ]; then
      printf '    enabled = yes\n    destination = %s\n    api key = %s\n' "$node_destination" "$node_key"
      printf '    reconnect delay seconds = %s\n' "${node_reconnect:-5}"
      [ -z "${node_compression:-}" ] || printf '    enable compression = %s\n' "$node_compression"
      [ -z "${node_buffer:-}" ] || printf '    buffer size bytes = %s\n' "$node_buffer"
    else
      printf '    enabled = no\n'
    fi

    if [ -n "${node_accepts:-}" ]; then
      printf '[%s]\n    enabled = yes\n    allow from = *\n    default memory mode = %s\n' "$node_accepts" "$node_mode"
      printf '    default history = %s\n' "${node_history:-3600}"
    fi
  } >"$dir/etc/stream.conf"
}

# Ends a process that was started here, by its id: TERM, and KILL after five seconds.
end_node() {
  local pid=$1 tries=50
  kill -TERM "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -gt 0 ]; do
    sleep 0.1
    tries=$((tries - 1))
  done

  kill -KILL "$pid" 2>/dev/null && warn "process $pid did not end on TERM within 5 seconds" || true
}

# HTTP without a client installed ------------------------------------------------------------------------------

# http_get PORT PATH [ADDRESS]: the body of the answer, or nothing and status 1 when it is not 200.
http_get() {
  local port=$1 path=$2 line status=""
  exec 9<>"/dev/tcp/${3:-127.0.0.1}/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$path" >&9
  while IFS= read -r -t 10 line <&9; do
    line=${line%$'\r'}
    [ -n "$status" ] || status=$line
    [ -n "$line" ] || break
  done

  timeout 10 cat <&9 || true
  exec 9>&-
  [[ $status == *" 200 "* ]]
}

# wait_for SECONDS COMMAND...: tries five times a second; status 1 when the time is up.
wait_for() {
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.2
  done
}

# What a process costs -----------------------------------------------------------------------------------------

rss_kib() { awk '/^VmRSS:/ { print $2 }' "/proc/$1/status" 2>/dev/null || echo 0; }

# Nanoseconds that the threads of a process have run, user and kernel, by the scheduler's own count.
cpu_ns() { cat /proc/"$1"/task/*/schedstat 2>/dev/null | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }
