namespace Edge.Collect;

/// <summary>/proc/net/rpc/nfs: what this machine asks NFS servers for (spec collectors 7.1).</summary>
internal sealed class NfsCollector(Site site)
    : CounterCollector(site, Module, new RpcLines(), Table, isAuto: false)
{
    public const string Module = "/proc/net/rpc/nfs";

    private static ReadOnlySpan<byte> Table() =>
        """
        nfs.net | network | NFS Client Network | operations/s | stacked 2207 detail | network | net: |
            ?count, udp, tcp, ?connections
        nfs.rpc | rpc | NFS Client Remote Procedure Calls Statistics |
          calls/s | line 2208 detail | rpc | rpc: |
            calls, retransmits*-1, auth_refresh*-1
        nfs.proc2 | nfsv2rpc | NFS v2 Client Remote Procedure Calls |
          calls/s | stacked 2209 | NFS v2 procedures | proc2: |
            null, getattr, setattr, root, lookup, readlink, read, wrcache, write, create, remove,
            rename, link, symlink, mkdir, rmdir, readdir, fsstat
        nfs.proc3 | nfsv3rpc | NFS v3 Client Remote Procedure Calls |
          calls/s | stacked 2210 | NFS v3 procedures | proc3: |
            null, getattr, setattr, lookup, access, readlink, read, write, create, mkdir, symlink,
            mknod, remove, rmdir, rename, link, readdir, readdirplus, fsstat, fsinfo, pathconf, commit
        nfs.proc4 | nfsv4rpc | NFS v4 Client Remote Procedure Calls |
          calls/s | stacked 2211 | NFS v4 procedures | proc4: |
            null, read, write, commit, open, open_conf, open_noat, open_dgrd, close, setattr, fsinfo,
            renew, setclntid, confirm, lock, lockt, locku, access, getattr, lookup, lookup_root,
            remove, rename, link, symlink, create, pathconf, statfs, readlink, readdir, server_caps,
            delegreturn, getacl, setacl, fs_locations, rel_lkowner, secinfo, fsid_present,
            exchange_id, create_session, destroy_session, sequence, get_lease_time, reclaim_comp,
            layoutget, getdevinfo, layoutcommit, layoutreturn, secinfo_no, test_stateid, free_stateid,
            getdevicelist, bind_conn_to_ses, destroy_clientid, seek, allocate, deallocate,
            layoutstats, clone
        """u8;
}
