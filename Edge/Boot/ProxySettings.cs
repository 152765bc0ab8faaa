namespace Edge.Boot;

/// <summary>Where a received host is passed on to (spec streaming 17).</summary>
internal sealed record ProxySettings(bool Enabled, string Destination, string ApiKey, string ChartsMatching)
{
    public bool Sends => Enabled && Destination.Length > 0 && ApiKey.Length > 0;
}
