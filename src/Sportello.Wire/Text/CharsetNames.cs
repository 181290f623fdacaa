using System.Collections.Frozen;
using System.Text;

namespace Sportello.Wire.Text;

/// <summary>The charsets the platform knows, under the names the world gives them.</summary>
internal static class CharsetNames
{
    public const int Utf8 = 65001;
    public const int Utf7 = 65000;
    public const int Ascii = 20127;
    public const int Windows1252 = 1252;
    public const int Iso2022Jp = 50220;

    /// <summary>The code page of a charset's name, or 0 if nobody knows what is meant.</summary>
    public static int Find(ReadOnlySpan<char> name)
    {
        name = name.Trim(" \t\r\n\"'");
        if (name.Length is 0 or > 40) return 0;

        Span<char> key = stackalloc char[40];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) key[length++] = char.ToLowerInvariant(c);
        }

        var lookup = CodePages.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(key[..length], out var codePage)) return codePage;

        return OfNumber(key[..length], lookup);
    }

    /// <summary>Names such as cp1251, windows1251, ibm866, ansi-1251, x-cp1251.</summary>
    private static int OfNumber(ReadOnlySpan<char> key, FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup)
    {
        var digits = key.TrimStart("abcdefghijklmnopqrstuvwxyz");
        return digits.Length is >= 3 and <= 5 && lookup.TryGetValue(digits, out var codePage) ? codePage : 0;
    }

    private static FrozenDictionary<string, int> Build()
    {
        var pages = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var encoding in CodePagesEncodingProvider.Instance.GetEncodings().Concat(Encoding.GetEncodings()))
        {
            pages[Key(encoding.Name)] = encoding.CodePage;
            pages[encoding.CodePage.ToString(System.Globalization.CultureInfo.InvariantCulture)] = encoding.CodePage;
        }

        foreach (var (name, codePage) in Aliases) pages[Key(name)] = codePage;
        return pages.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Key(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>
    /// What a name means in mail is often more than its standard says: the Windows code page has all characters
    /// of the standard's charset and those that people use nonetheless.
    /// </summary>
    private static readonly (string Name, int CodePage)[] Aliases =
    [
        ("utf8", Utf8), ("utf-8", Utf8), ("unicode", 1200), ("utf8mb4", Utf8), ("x-utf-8", Utf8), ("cp65001", Utf8),
        ("unicode-1-1-utf-8", Utf8), ("utf-7", Utf7), ("unicode-1-1-utf-7", Utf7), ("x-unicode-2-0-utf-7", Utf7), ("cp65000", Utf7), ("65000", Utf7),
        ("utf-16", 1200), ("utf-16le", 1200), ("ucs-2", 1200), ("iso-10646-ucs-2", 1200), ("utf-16be", 1201), ("utf-32", 12000), ("utf-32le", 12000), ("utf-32be", 12001),
        ("us-ascii", Ascii), ("ascii", Ascii), ("646", Ascii), ("ansi_x3.4-1968", Ascii), ("iso646-us", Ascii), ("iso-ir-6", Ascii),
        ("iso-8859-1", 1252), ("iso8859-1", 1252), ("latin1", 1252), ("l1", 1252), ("ansi", 1252), ("cp819", 1252), ("iso_8859-1:1987", 1252), ("28591", 1252), ("x-ansi", 1252),
        ("iso-8859-2", 28592), ("latin2", 28592), ("iso-8859-5", 28595), ("cyrillic", 28595), ("iso-8859-7", 28597), ("greek", 28597),
        ("iso-8859-8-i", 38598), ("iso-8859-8-e", 28598), ("iso-8859-9", 1254), ("latin5", 1254), ("iso-8859-15", 28605), ("latin9", 28605), ("latin-9", 28605),
        ("iso-8859-11", 874), ("tis-620", 874), ("windows-874", 874), ("x-windows-874", 874),
        ("koi8-r", 20866), ("koi8r", 20866), ("koi8", 20866), ("koi", 20866), ("cskoi8r", 20866), ("koi8-u", 21866), ("koi8-ru", 21866),
        ("win-1251", 1251), ("win1251", 1251), ("cp-1251", 1251), ("windows-cyrillic", 1251), ("win", 1251), ("cp866", 866), ("alt", 866), ("dos", 866), ("ibm866", 866),
        ("x-mac-cyrillic", 10007), ("mac-cyrillic", 10007), ("macintosh", 10000), ("x-mac-roman", 10000), ("mac", 10000),
        ("gb2312", 54936), ("gb_2312-80", 54936), ("gb2312-80", 54936), ("chinese", 54936), ("csgb2312", 54936), ("euc-cn", 54936), ("x-euc-cn", 54936),
        ("gbk", 54936), ("x-gbk", 54936), ("cp936", 54936), ("936", 54936), ("ms936", 54936), ("windows-936", 54936), ("gb18030", 54936), ("hz-gb-2312", 52936), ("hz", 52936),
        ("big5", 950), ("big5-hkscs", 950), ("big-5", 950), ("cn-big5", 950), ("x-x-big5", 950),
        ("shift_jis", 932), ("shift-jis", 932), ("sjis", 932), ("x-sjis", 932), ("ms_kanji", 932), ("windows-31j", 932), ("cp932", 932), ("ms932", 932),
        ("euc-jp", 51932), ("eucjp", 51932), ("x-euc-jp", 51932), ("ujis", 51932), ("20932", 51932),
        ("iso-2022-jp", Iso2022Jp), ("iso-2022-jp-1", Iso2022Jp), ("iso-2022-jp-2", Iso2022Jp), ("iso-2022-jp-3", Iso2022Jp), ("iso-2022-jp-ms", Iso2022Jp), ("cp50220", Iso2022Jp), ("jis", Iso2022Jp),
        ("ks_c_5601-1987", 949), ("ks_c_5601-1989", 949), ("ks_c_5601", 949), ("ksc5601", 949), ("ksc_5601", 949), ("korean", 949), ("euc-kr", 949), ("euckr", 949), ("uhc", 949), ("cp949", 949), ("x-windows-949", 949),
        ("iso-2022-kr", 50225), ("iso-2022-cn", 50227),
    ];

    // Stands below the aliases because it is built of them.
    private static readonly FrozenDictionary<string, int> CodePages = Build();
}
