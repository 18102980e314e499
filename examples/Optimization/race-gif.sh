#!/bin/sh
# Makes docs/images/race.gif, the picture of the README: the race, photographed in Chromium step by step. Needs chromium and imagemagick.
#   examples/Optimization/race-gif.sh [SURFACE [START]]
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
surface=${1:-two-wells}
start=${2:-1}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

dotnet run -c Release --project "$root/examples/Optimization" -- run race --report "$scratch/race.html" >/dev/null
step=0
while [ "$step" -le 200 ]; do
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync \
    --hide-scrollbars --window-size=960,620 --user-data-dir="$scratch/profile" --virtual-time-budget=8000 \
    --screenshot="$scratch/$(printf %03d "$step").png" "file://$scratch/race.html#race=$surface,$start,$step,alone" 2>/dev/null
  step=$((step < 40 ? step + 2 : step + 8))
done
mkdir -p "$root/docs/images"
convert -delay 10 "$scratch"/*.png -delay 200 "$scratch/200.png" -resize 640x +dither -colors 32 -layers optimize -loop 0 "$root/docs/images/race.gif"
