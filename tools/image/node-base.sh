#!/usr/bin/env bash
# Stands in for an official Node image on a Debian machine that reaches no registry of images: the same
# release of Debian, from the archives that apt uses here, and the same Node, from the npm registry.
#
#   tools/image/node-base.sh IMAGE NODE_VERSION DEBIAN_RELEASE     makes IMAGE, unless it is there
set -euo pipefail

image=$1 version=$2 release=$3
podman image exists "$image" && exit
command -v mmdebstrap >/dev/null || {
  echo "'mmdebstrap' makes the base of the image and is not on PATH; install it with: apt-get install mmdebstrap" >&2
  exit 1
}
case $(uname -m) in
  x86_64) architecture=x64 ;;
  aarch64) architecture=arm64 ;;
  *) echo "Node is built for x86_64 and aarch64, this machine is $(uname -m)" >&2 && exit 1 ;;
esac
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
apt-get indextargets --format "deb [signed-by=$keyring] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
  'Created-By: Packages' 'Origin: Debian' |
  mmdebstrap --quiet --variant=minbase --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
    --customize-hook="npm install --silent --global --prefix \"\$1/usr/local\" npm@11 node-linux-$architecture@$version" \
    --customize-hook="mv \"\$1/usr/local/lib/node_modules/node-linux-$architecture/bin/node\" \"\$1/usr/local/bin/node\"" \
    "$release" - - | podman import --quiet --change 'CMD ["node"]' - "$image"
