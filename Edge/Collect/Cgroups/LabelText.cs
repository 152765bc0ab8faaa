using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>Labels as the scripts of the reference print them: <c>name="value",name="value"</c>.</summary>
internal static class LabelText
{
    private const int FromKubernetes = 4;

    public static List<Label> Parse(string text)
    {
        var labels = new List<Label>();
        int at = 0;
        while (at < text.Length && labels.Count < Store.Limits.LabelsPerChart)
        {
            int equal = text.IndexOf("=\"", at, StringComparison.Ordinal);
            int end = equal < 0 ? -1 : text.IndexOf('"', equal + 2);
            if (end < 0)
            {
                break;
            }

            string key = text[at..equal].Trim(',', ' ');
            if (key.Length > 0)
            {
                labels.Add(new Label(key, text[(equal + 2)..end], FromKubernetes));
            }

            at = end + 1;
        }

        return labels;
    }
}
