namespace Edge.Collect;

/// <summary>
/// What the charts of ZFS show, by slot: keys of the file, then what is computed from them
/// (spec collectors 7.3).
/// </summary>
internal static class ZfsValues
{
    public static readonly string[] Keys =
    [
        "hits", "misses", "demand_data_hits", "demand_data_misses", "demand_metadata_hits",
        "demand_metadata_misses", "prefetch_data_hits", "prefetch_data_misses", "prefetch_metadata_hits",
        "prefetch_metadata_misses", "mru_hits", "mru_ghost_hits", "mfu_hits", "mfu_ghost_hits", "deleted",
        "mutex_miss", "evict_skip", "hash_elements", "hash_elements_max", "hash_collisions", "hash_chains",
        "hash_chain_max", "p", "c", "c_min", "c_max", "size", "memory_throttle_count",
        "memory_direct_count", "memory_indirect_count", "l2_hits", "l2_misses", "l2_read_bytes",
        "l2_write_bytes", "l2_size", "l2_asize",
    ];

    private static readonly string[] Computed =
    [
        "aread", "dhit", "dmiss", "dread", "phit", "pmiss", "pread", "mhit", "mmiss", "mread", "l2read",
        "real_hits", "real_misses", "mru_size", "mfu_size",
    ];

    public static int Count => Keys.Length + Computed.Length;

    /// <summary>Of a key or a computed value; asked only while the charts are made.</summary>
    public static int SlotOf(string name)
    {
        int key = Array.IndexOf(Keys, name);
        int slot = key >= 0 ? key : Keys.Length + Array.IndexOf(Computed, name);
        Sys.Guard.That(slot >= Keys.Length || key >= 0);
        return slot;
    }

    /// <summary>There is a second level of the cache.</summary>
    public static bool HasL2(KeyedFile file)
    {
        for (int i = 0; i < Keys.Length; i++)
        {
            if (file.Has(i) && Keys[i].StartsWith("l2_", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="file">Has been read.</param>
    /// <param name="values">One per slot.</param>
    public static void Compute(KeyedFile file, long[] values)
    {
        for (int i = 0; i < Keys.Length; i++)
        {
            values[i] = (long)file[i];
        }

        long[] v = values;
        const int hits = 0;
        const int misses = 1;
        const int demandData = 2;
        const int demandMetadata = 4;
        const int prefetchData = 6;
        const int prefetchMetadata = 8;
        const int mru = 10;
        const int mfu = 12;
        const int p = 22;
        const int c = 23;
        const int size = 26;
        const int l2 = 30;
        Span<long> computed = values.AsSpan(Keys.Length);
        computed[0] = v[hits] + v[misses];
        computed[1] = v[demandData] + v[demandMetadata];
        computed[2] = v[demandData + 1] + v[demandMetadata + 1];
        computed[3] = computed[1] + computed[2];
        computed[4] = v[prefetchData] + v[prefetchMetadata];
        computed[5] = v[prefetchData + 1] + v[prefetchMetadata + 1];
        computed[6] = computed[4] + computed[5];
        computed[7] = v[demandMetadata] + v[prefetchMetadata];
        computed[8] = v[demandMetadata + 1] + v[prefetchMetadata + 1];
        computed[9] = computed[7] + computed[8];
        computed[10] = v[l2] + v[l2 + 1];
        computed[11] = v[mfu] + v[mru];
        computed[12] = v[hits] + v[misses] - computed[11];
        computed[13] = v[p];
        computed[14] = Math.Max(v[size], v[c]) - v[p];
    }
}
