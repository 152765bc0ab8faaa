namespace Edge.Collect;

/// <summary>/proc/net/sctp/snmp: the counters of SCTP (spec collectors 5.9).</summary>
internal sealed class SctpCollector(Site site)
    : CounterCollector(site, Module, new KeyedLines(), Table)
{
    public const string Module = "/proc/net/sctp/snmp";

    private static ReadOnlySpan<byte> Table() =>
        """
        sctp.established | associations | SCTP current total number of established associations |
          associations | line 7000 | established associations | |
            #SctpCurrEstab=established
        sctp.transitions | transitions | SCTP Association Transitions |
          transitions/s | line 7010 | association transitions | |
            SctpActiveEstabs=active, SctpPassiveEstabs=passive, SctpAborteds=aborted*-1,
            SctpShutdowns=shutdown*-1
        sctp.packets | packets | SCTP Packets | packets/s | line 7020 detail | packets | |
            SctpInSCTPPacks=received, SctpOutSCTPPacks=sent*-1
        sctp.packet_errors | packets | SCTP Packet Errors |
          packets/s | line 7030 detail | packet errors | |
            SctpOutOfBlues=invalid, SctpChecksumErrors=checksum
        sctp.fragmentation | fragmentation | SCTP Fragmentation |
          packets/s | line 7040 detail | fragmentation | |
            SctpReasmUsrMsgs=reassembled, SctpFragUsrMsgs=fragmented*-1
        sctp.chunks | chunks | SCTP Chunk Types | chunks/s | line 7050 detail | chunk types | |
            SctpInCtrlChunks=InCtrl, SctpInOrderChunks=InOrder, SctpInUnorderChunks=InUnorder,
            SctpOutCtrlChunks=OutCtrl*-1, SctpOutOrderChunks=OutOrder*-1,
            SctpOutUnorderChunks=OutUnorder*-1
        """u8;
}
