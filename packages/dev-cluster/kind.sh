# The cluster in Docker, by kind: the other way to the same; sourced by common.sh.
# shellcheck shell=bash disable=SC2154
kind_version=v0.30.0 # with its own node image, Kubernetes 1.34, by digest
kind_name=background-tasks
kind_container=$kind_name-control-plane

# kind from PATH, or the pinned one.
kind_program() {
    local kind
    kind=$(command -v kind) || kind=$cache/kind-$kind_version/kind
    if [[ ! -x $kind ]]; then
        say "installing kind $kind_version"
        PATH=$PATH:/usr/local/go/bin GOBIN=$cache/kind-$kind_version go install "sigs.k8s.io/kind@$kind_version" >&2
    fi
    "$kind" "$@"
}

kind_exists() { kind_program get clusters 2>/dev/null | grep -qx "$kind_name"; }

# The state says that the cluster is ours: it is there from before the cluster is made until after it is deleted.
kind_is_ours() { [[ -e $state/way && $(<"$state/way") == kind ]]; }

kind_up() {
    if ! kind_is_ours && kind_exists; then
        die "kind has a cluster named '$kind_name' that was not started from here: delete it (kind delete cluster --name $kind_name), or name it in BACKGROUND_TASKS_TEST_KUBECONFIG"
    fi
    mkdir -p "$state/bin"
    chmod 700 "$state"
    echo kind >"$state/way"
    if ! kind_exists; then
        (cd "$here" && kind_program create cluster --name "$kind_name" --config kind.yaml \
            --kubeconfig "$state/admin.kubeconfig" --wait 120s >&2)
    fi
    kind_images
    # Docker's network has the machine's own address for its gateway.
    docker network inspect kind --format '{{range .IPAM.Config}}{{println .Gateway}}{{end}}' |
        grep -m 1 -E '^[0-9.]+$' >"$state/node_address"
    if ! command -v kubectl >/dev/null; then
        printf '#!/bin/sh\nexec docker exec -i %s kubectl "$@"\n' "$kind_container" >"$state/bin/kubectl"
        chmod +x "$state/bin/kubectl"
    fi
}

# What the other way has from the start: a shell without glibc for pods, and a Debian with Node and git to build on.
kind_images() {
    docker image inspect localhost/base:bookworm >/dev/null 2>&1 ||
        docker build --tag localhost/base:bookworm - <<<'FROM docker.io/library/node:24.18.1-bookworm' >&2
    docker image inspect localhost/busybox:1 >/dev/null 2>&1 ||
        docker build --tag localhost/busybox:1 - <<<'FROM docker.io/library/busybox:1.37.0-musl' >&2
    kind_program load docker-image --name "$kind_name" localhost/busybox:1 >&2
}

kind_down() {
    kind_is_ours || return 0
    kind_program delete cluster --name "$kind_name" >&2
    rm -rf "$state"
}

# The control plane's parts are static pods: one without a manifest is stopped.
kind_part() { # kill|start NAME
    local away=/etc/kubernetes/$2.away manifest=/etc/kubernetes/manifests/$2.yaml
    case $1-$2 in
    kill-kubelet) docker exec "$kind_container" systemctl stop kubelet ;;
    start-kubelet) docker exec "$kind_container" systemctl start kubelet ;;
    kill-*) docker exec "$kind_container" sh -c "mv $manifest $away && crictl rm -f \$(crictl ps -q --name '^$2\$')" >/dev/null ;;
    start-*) docker exec "$kind_container" sh -c "[ ! -e $away ] || mv $away $manifest" ;;
    esac
    [[ $1 != start ]] || wait_for 90 'API server' docker exec "$kind_container" kubectl get --raw /readyz
}
