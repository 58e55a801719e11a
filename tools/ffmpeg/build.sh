#!/usr/bin/env bash
# Builds ffprobe and ffmpeg from Debian's source: static, and with only the parts that components.conf
# names. Less to attack, and a probe starts ten times faster than Debian's, which loads 215 libraries.
#
#   tools/ffmpeg/build.sh [PREFIX]    installs PREFIX/bin/ffprobe and PREFIX/bin/ffmpeg, and writes
#                                     into PREFIX/sources.txt what they are made of
#
# PREFIX defaults to .build/ffmpeg at the root of the repository. Takes 4 to 10 minutes on 2 cores. The
# version and its security fixes are those of the Debian release that this runs on.
#
# Exit codes: 0 done, 1 failed, 2 the command line is wrong.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
  -*)
    echo "unknown option '$1'; see npm run build:ffmpeg -- --help" >&2
    exit 2
    ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
prefix=$(mkdir -p "${1:-$here/../../.build/ffmpeg}" && cd "${1:-$here/../../.build/ffmpeg}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/build-ffmpeg.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source-path=SCRIPTDIR source=components.conf
. "$here/components.conf"

say() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'build-ffmpeg: %s\n' "$*" >&2
  exit 1
}

# Hostile files are what these programs read, so the compiler's guards are on.
guards='-O2 -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2'
build_packages='gcc libc6-dev make nasm ninja-build meson pkg-config zlib1g-dev dpkg-dev xz-utils ca-certificates'

main() {
  command -v apt-get >/dev/null ||
    fail "this system has no apt-get; run the build in a Debian container, or set FFPROBE_PATH and FFMPEG_PATH"
  install_build_packages
  fetch_sources
  build_dav1d
  build_ffmpeg
  list_sources
  smoke_test
  say "installed $prefix/bin/ffprobe and $prefix/bin/ffmpeg"
}

install_build_packages() {
  local missing=()
  for package in $build_packages; do
    [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == *'ok installed' ]] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local install=(apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}")
  say "installing ${missing[*]}"
  if [ "$(id -u)" -eq 0 ]; then
    apt-get update && DEBIAN_FRONTEND=noninteractive "${install[@]}"
  elif sudo -n true 2>/dev/null; then
    sudo apt-get update && sudo DEBIAN_FRONTEND=noninteractive "${install[@]}"
  else
    fail "packages are missing; run: sudo ${install[*]}"
  fi >"$work/apt.log" 2>&1 || { tail -5 "$work/apt.log" >&2; fail "apt-get could not install ${missing[*]}"; }
}

# Asks the archives that apt already uses for their source packages, in lists of our own: the
# configuration of the machine stays as it is.
fetch_sources() {
  say 'fetching the sources of ffmpeg and dav1d'
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  apt-get indextargets --format "deb-src [signed-by=$keyring] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
    'Created-By: Packages' 'Origin: Debian' | awk '!seen[$0]++' >"$work/sources.list"
  [ -s "$work/sources.list" ] || fail "apt knows no Debian archive; run 'apt-get update' first"
  local apt=(apt-get -q -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=)
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  (cd "$work" && "${apt[@]}" update && "${apt[@]}" source ffmpeg dav1d) >"$work/source.log" 2>&1 ||
    { tail -5 "$work/source.log" >&2; fail 'the sources could not be fetched'; }
}

# Debian ships dav1d as a shared library only.
build_dav1d() {
  say 'building dav1d'
  (cd "$work"/dav1d-*/ &&
    CFLAGS="$guards" meson setup build --prefix="$work/dav1d" --libdir=lib --buildtype=release \
      --default-library=static -Denable_tools=false -Denable_tests=false >"$work/meson.log" 2>&1 &&
    ninja -C build install >>"$work/meson.log" 2>&1) || { tail -20 "$work/meson.log" >&2; fail 'dav1d did not build'; }
}

# shellcheck disable=SC2046,SC2086 # the lists are words, one option each
build_ffmpeg() {
  cd "$work"/ffmpeg-*/
  say "configuring $(basename "$PWD")"
  # --enable-gpl is for cropdetect. The programs are run, never linked against. Without iconv, which
  # loads a library of the system's choice for each character set that a file names. All parsers and bitstream
  # filters: libavformat looks for some at run time, such as extract_extradata for transport streams.
  PKG_CONFIG_PATH="$work/dav1d/lib/pkgconfig" ./configure --prefix="$prefix" \
    --optflags=-O2 --disable-everything --disable-autodetect --disable-doc --disable-debug --disable-avdevice \
    --disable-ffplay --disable-shared --enable-static --enable-pic --enable-gpl --enable-zlib \
    --enable-libdav1d --disable-iconv --enable-parsers --enable-bsfs \
    $(enable demuxer $demuxers $raw_demuxers) $(enable protocol $protocols) $(enable filter $filters) \
    $(enable decoder $video_decoders $audio_decoders $subtitle_decoders) \
    $(enable encoder $encoders) $(enable muxer $muxers) \
    --pkg-config-flags=--static --extra-cflags="$guards" \
    --extra-ldexeflags='-static-pie -Wl,-z,relro,-z,now' >"$work/configure.log" ||
    { tail -20 ffbuild/config.log >&2; fail 'configure failed'; }
  # configure only warns of a name it does not know
  if grep -q 'did not match anything' "$work/configure.log"; then
    fail "$(grep 'did not match anything' "$work/configure.log")"
  fi
  say 'compiling'
  local total
  total=$(make -n ffprobe ffmpeg 2>/dev/null | grep -cE '^printf "(CC|X86ASM|AS)\\t' || true)
  make -j"$(nproc)" ffprobe ffmpeg 2>"$work/make.log" | progress "$total" || { tail -20 "$work/make.log" >&2; fail 'make failed'; }
  mkdir -p "$prefix/bin"
  install -s -m 755 ffprobe ffmpeg "$prefix/bin/"
}

# The source packages that the programs are built from, and those of the libraries that are linked in: a
# line each, name and version. No scan of an image finds them in a static program.
list_sources() {
  local source libgcc
  libgcc=$(dpkg-query -S "$(gcc -print-libgcc-file-name)")
  for source in ffmpeg dav1d; do
    printf '%s %s\n' "$source" "$(dpkg-parsechangelog -l "$work/$source"-*/debian/changelog -S Version)"
  done >"$prefix/sources.txt"
  dpkg-query -W -f '${source:Package} ${source:Version}\n' libc6-dev zlib1g-dev "${libgcc%%:*}" >>"$prefix/sources.txt"
}

# enable KIND NAME… prints one --enable-KIND=NAME an entry.
enable() {
  local kind=$1 name
  shift
  for name in "$@"; do printf -- '--enable-%s=%s\n' "$kind" "$name"; done
}

# Every 50th file, so that a log stays short and a terminal shows that it moves.
progress() {
  awk -v total="$1" '/^(CC|X86ASM|AS)\t/ { if (++n % 50 == 0) { printf "  %d of %d files\n", n, total; fflush() } }'
}

# A tenth of a second of silence goes in; its facts and a measurement must come out. Nothing is piped
# into a program that may end early: under pipefail the writer's SIGPIPE would fail a good build.
smoke_test() {
  say 'checking what was built'
  { printf 'RIFF\244\045\0\0WAVEfmt \20\0\0\0\1\0\1\0\200\273\0\0\0\167\1\0\2\0\20\0data\200\045\0\0'
    head -c 9600 /dev/zero; } >"$work/silence.wav"
  local facts measured extra decoders
  facts=$("$prefix/bin/ffprobe" -v error -show_entries stream=codec_name,sample_rate -of csv=p=0 "$work/silence.wav")
  [ "$facts" = 'pcm_s16le,48000' ] || fail "ffprobe reads '$facts' of a WAV file, not 'pcm_s16le,48000'"
  measured=$("$prefix/bin/ffmpeg" -nostdin -v info -i "$work/silence.wav" -af silencedetect=d=0.05 -f null - 2>&1)
  [[ $measured == *silence_end* ]] || fail 'ffmpeg does not measure a WAV file'
  extra=$("$prefix/bin/ffprobe" -v error -protocols | sed -n '/Input/,/Output/s/^  //p' | sort | xargs)
  [ "$extra" = "$protocols" ] || fail "the protocols are '$extra', not '$protocols'"
  decoders=$("$prefix/bin/ffprobe" -v error -decoders)
  [[ $decoders == *libdav1d* ]] || fail 'the AV1 decoder is missing'
  du --apparent-size --human-readable "$prefix/bin/ffprobe" "$prefix/bin/ffmpeg"
}

main
