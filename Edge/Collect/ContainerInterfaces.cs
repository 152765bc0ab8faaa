namespace Edge.Collect;

/// <summary>
/// Which interfaces are those of containers: who looks after control groups tells who looks after interfaces.
/// Lives on pulse.
/// </summary>
internal sealed class ContainerInterfaces
{
    private readonly Dictionary<string, ContainerInterface> _byHost = [];

    /// <summary>Another one whenever something changed.</summary>
    public int Version { get; private set; }

    public int Count => _byHost.Count;

    /// <param name="host">Name on this machine.</param>
    public ContainerInterface? Find(string host) => _byHost.GetValueOrDefault(host);

    /// <summary>The last one who says so has it; there are no more than interfaces.</summary>
    public void Put(string host, ContainerInterface container)
    {
        if (_byHost.Count < Limits.DevicesMax || _byHost.ContainsKey(host))
        {
            _byHost[host] = container;
            Version++;
        }
    }

    /// <summary>A container is gone.</summary>
    public void Remove(string id)
    {
        foreach (KeyValuePair<string, ContainerInterface> pair in _byHost)
        {
            if (pair.Value.Id == id)
            {
                _byHost.Remove(pair.Key);
                Version++;
            }
        }
    }
}
