namespace Edge.Collect;

/// <summary>What a port of InfiniBand shows (spec collectors 5.11). Keys are names of files.</summary>
internal static class InfinibandTables
{
    public static ReadOnlySpan<byte> Counters() =>
        """
        Infiniband.ib_cntbytes_%s ib.bytes | %s | Bandwidth usage |
          kilobits/s | area 7101 detail | bytes | |
            Received@port_rcv_data*8w/1024, Sent@port_xmit_data*-8w/1024
        Infiniband.ib_cntpackets_%s ib.packets | %s | Packets Statistics |
          packets/s | area 7102 detail | packets | |
            Received@port_rcv_packets, Sent@port_xmit_packets*-1, Mcast rcvd@multicast_rcv_packets,
            Mcast sent@multicast_xmit_packets*-1, Ucast rcvd@unicast_rcv_packets,
            Ucast sent@unicast_xmit_packets*-1
        Infiniband.ib_cnterrors_%s ib.errors | %s | Error Counters |
          errors/s | line 7103 detail | errors | |
            Pkts malformated@port_rcv_errors, Pkts rcvd discarded @port_rcv_constraint_errors,
            Pkts sent discarded@port_xmit_discards, Tick Wait to send@port_xmit_wait,
            Pkts missed ressource@VL15_dropped, Buffer overrun@excessive_buffer_overrun_errors,
            Link Downed@link_downed, Link recovered@link_error_recovery,
            Link integrity err@local_link_integrity_errors, Link minor errors@symbol_error,
            Pkts rcvd with EBP@port_rcv_remote_physical_errors,
            Pkts rcvd discarded by switch@port_rcv_switch_relay_errors,
            Pkts sent discarded by switch@port_xmit_constraint_errors
        """u8;

    public static ReadOnlySpan<byte> Hardware() =>
        """
        Infiniband.ib_hwcnterrors_%s ib.hwerrors | %s | Hardware Errors |
          errors/s | line 7104 detail | hwerrors | |
            Duplicated packets@duplicate_request*-1, Pkt Seq Num gap@implied_nak_seq_err,
            Ack timer expired@local_ack_timeout_err, Drop missing buffer@out_of_buffer,
            Drop out of sequence@out_of_sequence, NAK sequence rcvd@packet_seq_err,
            CQE err Req@req_cqe_error, CQE err Resp@resp_cqe_error,
            CQE Flushed err Req@req_cqe_flush_error, CQE Flushed err Resp@resp_cqe_flush_error,
            Remote access err Req@req_remote_access_errors,
            Remote access err Resp@resp_remote_access_errors,
            Remote invalid req@req_remote_invalid_request,
            Local length err Resp@resp_local_length_error, RNR NAK Packets@rnr_nak_retry_err,
            CNP Pkts ignored@rp_cnp_ignored, RoCE ICRC Errors@rx_icrc_encapsulated
        Infiniband.ib_hwcntpackets_%s ib.hwpackets | %s | Hardware Packets Statistics |
          packets/s | line 7105 detail | hwpackets | |
            RoCEv2 Congestion sent@np_cnp_sent, RoCEv2 Congestion rcvd@np_ecn_marked_roce_packets*-1,
            IB Congestion handled@rp_cnp_handled, ATOMIC req. rcvd@rx_atomic_requests,
            Connection req. rcvd@rx_dct_connect, Read req. rcvd@rx_read_requests,
            Write req. rcvd@rx_write_requests, RoCE retrans adaptive@roce_adp_retrans,
            RoCE retrans timeout@roce_adp_retrans_to, RoCE slow restart@roce_slow_restart,
            RoCE slow restart congestion@roce_slow_restart_cnps,
            RoCE slow restart count@roce_slow_restart_trans
        """u8;
}
