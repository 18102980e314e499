# For the scripts beside it: figures out of lines of JSON, medians of files of numbers, ratios.

# The sum of a field over a file's lines.
total() { grep -o "\"$2\": *[0-9.e-]*" "$1" | sed 's/.*: *//' | awk '{ sum += $1 } END { printf "%.3f\n", sum }'; }
last() { grep -o "\"$2\": *[0-9.e-]*" "$1" | tail -n 1 | sed 's/.*: *//'; }
median() { sort -n "$1" | awk '{ x[NR] = $1 } END { print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
