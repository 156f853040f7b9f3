# The binaries of the cluster, built once for each state of their source; sourced by up and prepare.
# shellcheck shell=bash disable=SC2034
go_version=1.24.13

# Puts a Go that can build Kubernetes into PATH: the machine's, or else the pinned one. That one is itself a Go module,
# which Debian's older Go fetches and verifies.
ensure_go() {
    local minor toolchain=$cache/go-$go_version modules=$cache/go-modules module
    PATH=$PATH:/usr/local/go/bin
    minor=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p') || true
    ((${minor:-0} < 24)) || return 0
    if [[ ! -x $toolchain/bin/go ]]; then
        packages golang-go
        say "installing Go $go_version into $toolchain"
        rm -rf "$modules"
        module=golang.org/toolchain@v0.0.1-go$go_version.linux-amd64
        (cd / && GOMODCACHE=$modules GOFLAGS=-modcacherw go mod download "$module") >&2
        # Modules carry neither modes nor nested modules.
        find "$modules/$module" -name _go.mod -execdir mv _go.mod go.mod \;
        chmod -R +x "$modules/$module"/{bin,pkg/tool}
        mv "$modules/$module" "$toolchain"
        rm -rf "$modules"
    fi
    PATH=$toolchain/bin:$PATH
    export GOROOT=$toolchain
}

# build NAME LDFLAGS: the path of the binary from the module of that name
build() {
    local file new
    file=$cache/$1-$(cat "$here/$1"/*.go "$here/$1"/go.* | sha256sum | cut -c1-12)
    if [[ ! -x $file ]]; then
        ensure_go
        say "building $1: minutes, the first time"
        new=$cache/building-$1
        (cd "$here/$1" && CGO_ENABLED=0 nice go build -mod=readonly -buildvcs=false -trimpath -tags providerless -ldflags "-s -w $2" -o "$new" .) >&2
        rm -f "$cache/$1"-*
        mv "$new" "$file"
    fi
    echo "$file"
}

# Sets binary and dns_binary to the paths of the two. One process builds, others wait for it.
build_binaries() {
    local version x=k8s.io/component-base/version
    lock build.lock
    version=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' "$here/hyperkube/go.mod")
    binary=$(build hyperkube "-X $x.gitVersion=$version -X $x.gitMajor=1 -X $x.gitMinor=$(cut -d. -f2 <<<"$version") -X $x.gitTreeState=clean")
    dns_binary=$(build coredns '')
}
