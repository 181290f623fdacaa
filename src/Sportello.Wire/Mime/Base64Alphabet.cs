namespace Sportello.Wire.Mime;

/// <summary>The 64 characters of RFC 4648 section 4, and the two of section 5 that stand for the last two.</summary>
internal static class Base64Alphabet
{
    private static readonly sbyte[] Values = Build();

    /// <summary>The six bits a character stands for, or -1.</summary>
    public static int Value(byte character) => Values[character];

    private static sbyte[] Build()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < 26; i++)
        {
            values['A' + i] = (sbyte)i;
            values['a' + i] = (sbyte)(26 + i);
        }

        for (var i = 0; i < 10; i++) values['0' + i] = (sbyte)(52 + i);
        values['+'] = values['-'] = 62;
        values['/'] = values['_'] = 63;
        return values;
    }
}
