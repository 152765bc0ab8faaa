using Edge.Text;

namespace Edge.Query;

/// <summary>
/// Spec query 5.3: a Google DataTable, in JSON or in the looser syntax that Google's own code reads.
/// </summary>
internal static class GoogleFormat
{
    public static void Write(Table table, ByteWriter writer)
    {
        bool isGoogle = table.Question.Has(TableOptions.GoogleJson);
        writer.Add(isGoogle
            ? """
              {
               cols:
               [
                      {id:'',label:'time',pattern:'',type:'datetime'},
                      {id:'',label:'',pattern:'',type:'string',p:{role:'annotation'}},
                      {id:'',label:'',pattern:'',type:'string',p:{role:'annotationText'}}
              """u8
            : """
              {
               "cols":
               [
                      {"id":"","label":"time","pattern":"","type":"datetime"},
                      {"id":"","label":"","pattern":"","type":"string","p":{"role":"annotation"}},
                      {"id":"","label":"","pattern":"","type":"string","p":{"role":"annotationText"}}
              """u8);
        foreach (int column in table.Visible)
        {
            AddColumn(writer, table.Columns[column].Dimension.Name, isGoogle);
        }

        if (table.Visible.IsEmpty)
        {
            AddColumn(writer, "no data", isGoogle);
        }

        writer.Add(isGoogle ? "\n  ],\n    rows:\n [\n"u8 : "\n  ],\n    \"rows\":\n [\n"u8);
        RowWriter.Write(table, Shape(isGoogle, table.Question.Has(TableOptions.NullToZero)), writer);
        writer.Add("\n  ]\n}"u8);
    }

    private static void AddColumn(ByteWriter writer, string name, bool isGoogle)
    {
        writer.Add(isGoogle ? ",\n     {id:'',label:'"u8 : ",\n     {\"id\":\"\",\"label\":\""u8).Add(name)
            .Add(isGoogle ? "',pattern:'',type:'number'}"u8 : "\",\"pattern\":\"\",\"type\":\"number\"}"u8);
    }

    /// <summary>
    /// A row is <c>{"c":[{"v":"Date(...)"},NOTE,NOTE,{"v":1},...]}</c>: two cells for annotations stand
    /// between the date and the values. The date stays a string in either syntax.
    /// </summary>
    private static RowShape Shape(bool isGoogle, bool nullToZero) => isGoogle
        ? new RowShape
        {
            Separator = ",\n"u8,
            Open = "        {c:[{v:'Date("u8,
            Time = TimeStyle.Script,
            Note = ")'},{v:null},{v:null}"u8,
            ResetNote = ")'},{v:'RESET OR OVERFLOW'},{v:'The counters have been wrapped.'}"u8,
            Lead = ",{v:"u8,
            Tail = "}"u8,
            Close = "]}"u8,
            NullToZero = nullToZero,
        }
        : new RowShape
        {
            Separator = ",\n"u8,
            Open = "        {\"c\":[{\"v\":\"Date("u8,
            Time = TimeStyle.Script,
            Note = ")\"},{\"v\":null},{\"v\":null}"u8,
            ResetNote = ")\"},{\"v\":\"RESET OR OVERFLOW\"},{\"v\":\"The counters have been wrapped.\"}"u8,
            Lead = ",{\"v\":"u8,
            Tail = "}"u8,
            Close = "]}"u8,
            NullToZero = nullToZero,
        };
}
