# The part «Inits» of docs/benchmarks.md from what bench/inits.sh has measured: first the starts, then the result.
function ms(value) { return value == "-" ? "" : sprintf("%.2f", value / 1e3) }
function verdict(goal, value, limit, format) {
    printf "| %s | " format " | " format " | %s |\n", goal, value, limit, value <= limit ? "reached" : "**missed**"
}
FNR == NR { if ($1 == "none") { least = $2; median = $3 } next }
{
    name[++count] = $1; size[$1] = $2; rss[$1] = $3; pss[$1] = $4; first[$1] = $5; start[$1] = $6; drain[$1] = $7; calls[$1] = $8
    if ($1 != "ours" && $7 != "-" && (best == "" || $7 < best)) best = $7
}
END {
    print "## Inits\n"
    printf "Our init, extracted, beside others; kernel %s, %d CPUs; %s. Start: from the start of the init with a static program that\n", kernel, cpus, versions
    printf "does nothing to the end of the init, %d interleaved rounds. Drain: %d orphans die at once, until PID 1 has reaped the last\n", rounds, orphans
    printf "(median of %d interleaved). Calls: by `strace -c`, for each of %d orphans that die one after the other.\n\n", storms, drips
    print "| | ELF, bytes | RSS, kB | PSS, kB | start, least, ms | start, median, ms | drain, ms | calls per orphan |"
    print "|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= count; i++) {
        n = name[i]
        printf "| %s | %d | %d | %d | %s | %s | %s | %s |\n", n, size[n], rss[n], pss[n], ms(first[n]), ms(start[n]), ms(drain[n]), calls[n] == "-" ? "" : calls[n]
    }
    printf "| no init | | | | %s | %s | | |\n", ms(least), ms(median)
    print "\ntini and dumb-init are linked to libc: the ELF is not all they need.\n"
    print "| goal | is | at most | |\n|---|---|---|---|"
    verdict("RSS, kB", rss["ours"], 16, "%d")
    verdict("ELF with all its roles, bytes", size["ours"], 16384, "%d")
    verdict("start not slower than tini-static, median, ms", start["ours"] / 1e3, start["tini-static"] / 1e3, "%.2f")
    verdict("drain not slower than any, ms", drain["ours"] / 1e3, best / 1e3, "%.2f")
}
