namespace Edge.Collect;

/// <summary>/proc/net/rpc/nfsd: what the NFS server of this machine does (spec collectors 7.2).</summary>
internal sealed class NfsdCollector(Site site)
    : CounterCollector(site, Module, new RpcLines(), Table, isAuto: false)
{
    public const string Module = "/proc/net/rpc/nfsd";

    private static ReadOnlySpan<byte> Table() =>
        """
        nfsd.readcache | cache | NFS Server Read Cache | reads/s | stacked 2100 | read cache | rc: |
            hits, misses, nocache
        nfsd.filehandles | filehandles | NFS Server File Handles |
          handles/s | line 2101 detail | file handles | fh: |
            #stale, total_lookups, anonymous_lookups, dir_not_in_dcache*-1, non_dir_not_in_dcache*-1
        nfsd.io | io | NFS Server I/O | kilobytes/s | area 2102 | I/O | io: |
            read*1/1000, write*-1/1000
        nfsd.threads | threads | NFS Server Threads | threads | line 2103 | threads | th: |
            #threads
        nfsd.threads_fullcnt | threads | NFS Server Threads Full Count |
          events | line 2104 | threads | th: |
            full_count
        nfsd.threads_histogram | threads | NFS Server Threads Usage Histogram |
          percentage | line 2105 | threads | th: |
            #0%-10%*1/1000, #10%-20%*1/1000, #20%-30%*1/1000, #30%-40%*1/1000, #40%-50%*1/1000,
            #50%-60%*1/1000, #60%-70%*1/1000, #70%-80%*1/1000, #80%-90%*1/1000, #90%-100%*1/1000
        nfsd.readahead | readahead | NFS Server Read Ahead Depth |
          percentage | stacked 2105 | read ahead | ra: |
            ?size, %10%, %20%, %30%, %40%, %50%, %60%, %70%, %80%, %90%, %100%, %misses
        nfsd.net | network | NFS Server Network Statistics |
          packets/s | stacked 2107 detail | network | net: |
            ?count, udp, tcp, ?connections
        nfsd.rpc | rpc | NFS Server Remote Procedure Calls Statistics |
          calls/s | line 2108 detail | rpc | rpc: |
            calls, bad_format*-1, bad_auth*-1
        nfsd.proc2 | nfsv2rpc | NFS v2 Server Remote Procedure Calls |
          calls/s | stacked 2109 | NFS v2 procedures | proc2: |
            null, getattr, setattr, root, lookup, readlink, read, wrcache, write, create, remove,
            rename, link, symlink, mkdir, rmdir, readdir, fsstat
        nfsd.proc3 | nfsv3rpc | NFS v3 Server Remote Procedure Calls |
          calls/s | stacked 2110 | NFS v3 procedures | proc3: |
            null, getattr, setattr, lookup, access, readlink, read, write, create, mkdir, symlink,
            mknod, remove, rmdir, rename, link, readdir, readdirplus, fsstat, fsinfo, pathconf, commit
        nfsd.proc4 | nfsv4rpc | NFS v4 Server Remote Procedure Calls |
          calls/s | stacked 2111 | NFS v4 procedures | proc4: |
            null, read, write, commit, open, open_conf, open_noat, open_dgrd, close, setattr, fsinfo,
            renew, setclntid, confirm, lock, lockt, locku, access, getattr, lookup, lookup_root,
            remove, rename, link, symlink, create, pathconf, statfs, readlink, readdir, server_caps,
            delegreturn, getacl, setacl, fs_locations, rel_lkowner, secinfo, fsid_present,
            exchange_id, create_session, destroy_session, sequence, get_lease_time, reclaim_comp,
            layoutget, getdevinfo, layoutcommit, layoutreturn, secinfo_no, test_stateid, free_stateid,
            getdevicelist, bind_conn_to_ses, destroy_clientid, seek, allocate, deallocate,
            layoutstats, clone
        nfsd.proc4ops | nfsv2ops | NFS v4 Server Operations |
          operations/s | stacked 2112 | NFS v4 operations | proc4ops: |
            unused_op0, unused_op1, future_op2, access, close, commit, create, delegpurge,
            delegreturn, getattr, getfh, link, lock, lockt, locku, lookup, lookup_root, nverify, open,
            openattr, open_confirm, open_downgrade, putfh, putpubfh, putrootfh, read, readdir,
            readlink, remove, rename, renew, restorefh, savefh, secinfo, setattr, setclientid,
            setclientid_confirm, verify, write, release_lockowner, backchannel_ctl,
            bind_conn_to_session, exchange_id, create_session, destroy_session, free_stateid,
            get_dir_delegation, getdeviceinfo, getdevicelist, layoutcommit, layoutget, layoutreturn,
            secinfo_no_name, sequence, set_ssv, test_stateid, want_delegation, destroy_clientid,
            reclaim_complete, allocate, copy, copy_notify, deallocate, ioadvise, layouterror,
            layoutstats, offload_cancel, offload_status, read_plus, seek, write_same
        """u8;
}
