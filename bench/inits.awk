# The part «Inits» of docs/benchmarks.md from what bench/inits.sh has measured: the starts, the storms, then the result.
function ms(value) { return value == "-" ? "" : sprintf("%.2f", value / 1e3) }
function verdict(goal, value, limit, format) {
    printf "| %s | " format " | " format " | %s |\n", goal, value, limit, value <= limit ? "reached" : "**missed**"
}
function sort(values, count,    i, j, value) {
    for (i = 2; i <= count; i++) {
        value = values[i]
        for (j = i - 1; j >= 1 && values[j] > value; j--) values[j + 1] = values[j]
        values[j + 1] = value
    }
}
# Fills sorted[1..] with the storms of an init.
function storms_of(name, how,    i, count) {
    count = seen[name, how]
    for (i = 1; i <= count; i++) sorted[i] = storm[name, how, i]
    sort(sorted, count)
    return count
}
function quantile(count, part) { return sorted[1 + int((count - 1) * part + 0.5)] }
function spread(name, how,    count) {
    count = storms_of(name, how)
    return count ? sprintf("%.1f (%.1f–%.1f)", quantile(count, 0.5) / 1e3, quantile(count, 0.25) / 1e3, quantile(count, 0.75) / 1e3) : ""
}
function median(name, how) { return quantile(storms_of(name, how), 0.5) / 1e3 }
# How far the medians of one and the same program are from each other: its storms are dealt to two hands, a thousand times.
function noise(how,    count, all, pool, i, turn, other, far, first) {
    count = seen["ours", how]
    for (i = 1; i <= count; i++) { pool[i] = storm["ours", how, i]; pool[count + i] = storm["ours again", how, i] }
    for (turn = 1; turn <= 1000; turn++) {
        for (i = 2 * count; i > 1; i--) { other = 1 + int(rand() * i); all = pool[i]; pool[i] = pool[other]; pool[other] = all }
        for (i = 1; i <= count; i++) sorted[i] = pool[i]
        sort(sorted, count)
        first = quantile(count, 0.5)
        for (i = 1; i <= count; i++) sorted[i] = pool[count + i]
        sort(sorted, count)
        far[turn] = first > quantile(count, 0.5) ? first - quantile(count, 0.5) : quantile(count, 0.5) - first
    }
    sort(far, 1000)
    return far[950] / 1e3
}
function best_of_others(how,    i, least) {
    for (i = 1; i <= count; i++)
        if (name[i] != "ours" && seen[name[i], how] && (least == "" || median(name[i], how) < least)) least = median(name[i], how)
    return least
}
function row(n, label) {
    printf "| %s | %d | %d | %d | %s | %s | %s | %s | %s |\n", label, size[n], rss[n], pss[n], ms(first[n]), ms(start[n]), \
        spread(n, "alive"), spread(n, "zombies"), calls[n] == "-" ? "" : calls[n]
}
part == "starts" { if ($1 == "none") { least_start = $2; median_start = $3 } next }
part == "storms" { storm[$1, $2, ++seen[$1, $2]] = $3; next }
{ name[++count] = $1; size[$1] = $2; rss[$1] = $3; pss[$1] = $4; first[$1] = $5; start[$1] = $6; calls[$1] = $7 }
END {
    srand(1)
    alive = noise("alive")
    zombies = noise("zombies")
    print "## Inits\n"
    printf "Our init, extracted, beside others; kernel %s, %d CPUs; %s.\n\n", kernel, cpus, versions
    printf "- Start: from the start of the init with a static program that does nothing to the end of the init, %d interleaved rounds.\n", rounds
    printf "- Drain: %d orphans die at once, until PID 1 has reaped the last; zombies: the same with orphans that are dead when they\n", orphans
    printf "  come to it. Median and quartiles of %d rounds, the order shuffled in each.\n", storms
    printf "- Calls: by `strace -c`, for each of %d orphans that die one after the other.\n\n", drips
    print "| | ELF, bytes | RSS, kB | PSS, kB | start, least, ms | start, median, ms | drain, ms | zombies, ms | calls per orphan |"
    print "|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= count; i++) {
        row(name[i], name[i])
        if (name[i] == "ours") printf "| ours again | | | | | | %s | %s | |\n", spread("ours again", "alive"), spread("ours again", "zombies")
    }
    printf "| no init | | | | %s | %s | | | |\n", ms(least_start), ms(median_start)
    print "\ntini and dumb-init are linked to libc: the ELF is not all they need.\n"
    print "«Not slower» in draining means: the median is at most the best other one plus the noise, which is how far two medians of"
    printf "the same program are apart. To know that, ours runs twice in each round, by two names; its %d storms are dealt to two\n", 2 * storms
    printf "hands a thousand times, and in 95 %% of them the medians differ by no more than %.1f ms (zombies: %.1f ms). Most of a drain\n", alive, zombies
    print "is the dying itself: what an init adds is about the column of the zombies.\n"
    print "| goal | is | at most | |\n|---|---|---|---|"
    verdict("RSS, kB", rss["ours"], 16, "%d")
    verdict("ELF with all its roles, bytes", size["ours"], 16384, "%d")
    verdict("start not slower than tini-static, median, ms", start["ours"] / 1e3, start["tini-static"] / 1e3, "%.2f")
    verdict("drain not slower than any, ms", median("ours", "alive"), best_of_others("alive") + alive, "%.1f")
    verdict("zombies not slower than any, ms", median("ours", "zombies"), best_of_others("zombies") + zombies, "%.1f")
}
