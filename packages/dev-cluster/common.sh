# What the scripts beside this file share; sourced, not run.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/background-tasks-cluster
state=${XDG_STATE_HOME:-$HOME/.local/state}/background-tasks-cluster
device=bt-node          # carries the node's address
node_ip=10.211.0.1      # API server and kubelet listen here; pods use it as their gateway
pod_cidr=10.211.0.0/24
service_cidr=10.212.0.0/24
dns_ip=10.212.0.10
cluster_packages=(containerd runc containernetworking-plugins nftables conntrack busybox-static openssl curl iproute2 ca-certificates)
image_packages=(buildah debootstrap containerd ca-certificates)

say() { echo "$*" >&2; }
die() { say "$*"; exit 1; }

. "$here/kind.sh"
# How this machine runs a cluster: in Docker, or with the node's parts as processes of its own.
if [[ -e $state/way ]]; then
    way=$(<"$state/way")
elif command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    way=kind
else
    way=processes
fi
if [[ $way == processes ]]; then
    reason=$("$here/why-not") || die "$reason"
fi

# lock NAME: one process at a time works on the cluster, on its binaries, or on images.
locks=()
lock() {
    local number
    mkdir -p "$cache"
    exec {number}>"$cache/$1"
    flock "$number"
    locks+=("$number")
}

packages() {
    local missing=() p
    for p; do
        [[ $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null) == *' installed' ]] || missing+=("$p")
    done
    ((${#missing[@]})) || return 0
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    local install=(apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}")
    "${install[@]}" >/dev/null 2>&1 || { apt-get update -qq >/dev/null && "${install[@]}" >/dev/null; }
}

started_at() { # of a process, in clock ticks: tells it from a later one with the same id
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -ra stat <<<"${stat##*) }"
    [[ ${stat[0]} != Z ]] || return 1 # dead, whether or not its parent has noticed
    echo "${stat[19]}"
}

alive() {
    local pid ticks
    { read -r pid ticks <"$state/pids/$1"; } 2>/dev/null && [[ $(started_at "$pid") == "$ticks" ]]
}

# start NAME COMMAND...: a process of its own session, unless it already runs.
start() {
    local name=$1
    shift
    alive "$name" && return
    (
        # The locks are this script's alone.
        for number in "${locks[@]}"; do exec {number}>&-; done
        exec setsid nohup "$@" </dev/null >>"$state/logs/$name.log" 2>&1
    ) &
    echo "$! $(started_at $!)" >"$state/pids/$name"
}

stop() { # at once: the state is of no more use
    local pid
    alive "$1" || return 0
    read -r pid _ <"$state/pids/$1"
    kill -9 "$pid"
    while alive "$1"; do sleep 0.05; done
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || die "no $what after a long wait; see $state/logs"
        sleep 0.2
    done
}

kubectl() { "$state/bin/kubectl" --kubeconfig "$state/admin.kubeconfig" "$@"; }
containers() { ctr --address "$state/containerd.sock" --namespace k8s.io "$@"; }
