using System.Globalization;
using System.Text.Json;
using Sportello.Words;

namespace Sportello.Portable.Reading;

/// <summary>The members of one object, each read as what it must be; whatever is wrong is noted and reading goes on.</summary>
internal sealed class Members
{
    private readonly JsonElement _json;
    private readonly string _type;
    private readonly Findings _findings;
    private readonly List<string> _asked = [];
    private int _found;

    private Members(JsonElement json, string type, Place at, Findings findings)
    {
        _json = json;
        _type = type;
        _findings = findings;
        At = at;
    }

    public Place At { get; private set; }

    public bool Faulty { get; private set; }

    /// <summary>None when the value is not an object at all.</summary>
    public static Members? Of(JsonElement json, string type, int line, Findings findings) => Of(json, type, new Place(line, type), findings);

    public static Members? Of(JsonElement json, string type, Place at, Findings findings)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return new Members(json, type, at, findings);
        }

        findings.Fault(at, "", $"an object in braces is needed here, not {Kind(json)}.");
        return null;
    }

    /// <summary>From here on faults name the object so.</summary>
    public void IsCalled(string name) => At = At with { Object = $"{_type} {name}" };

    public void Fault(string member, string what)
    {
        Faulty = true;
        _findings.Fault(At, member, what);
    }

    public string Required(string member)
    {
        var text = Text(member).Value;
        if (string.IsNullOrWhiteSpace(text) && !Faulty)
        {
            Fault(member, "is needed: a text that is not empty.");
        }

        return text ?? "";
    }

    public Given<string?> Text(string member)
    {
        if (!Has(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return new(value.ValueKind == JsonValueKind.Null, null);
        }

        return new(true, TextOf(member, value));
    }

    public Given<bool> Flag(string member)
    {
        if (!Has(member, out var value))
        {
            return default;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new(true, value.GetBoolean());
        }

        Fault(member, $"true or false is needed, not {Kind(value)}.");
        return default;
    }

    public Given<T> Choice<T>(string member)
        where T : struct, Enum
    {
        if (!Has(member, out var value))
        {
            return default;
        }

        if (value.ValueKind == JsonValueKind.String && Name.TryRead<T>(TextOf(member, value), out var choice))
        {
            return new(true, choice);
        }

        Fault(member, $"{Shown(value)} is not one of: {Name.Choices<T>()}.");
        return default;
    }

    public Given<long?> Whole(string member, long least, long most)
    {
        if (!Has(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return new(value.ValueKind == JsonValueKind.Null, null);
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return new(true, number);
        }

        Fault(member, string.Create(CultureInfo.InvariantCulture, $"{Shown(value)} will not do; a whole number from {least} to {most} is needed."));
        return default;
    }

    public int RequiredNumber(string member)
    {
        var number = Whole(member, 1, int.MaxValue);
        if (number.Value is null && !Faulty)
        {
            Fault(member, "is needed: a whole number above 0.");
        }

        return (int)(number.Value ?? 0);
    }

    public Given<DateOnly?> Day(string member)
    {
        if (!Has(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return new(value.ValueKind == JsonValueKind.Null, null);
        }

        if (value.ValueKind == JsonValueKind.String && Times.ReadDay(TextOf(member, value)) is { } day)
        {
            return new(true, day);
        }

        Fault(member, $"{Shown(value)} is not a day; YYYY-MM-DD is needed, such as 2013-06-30.");
        return default;
    }

    /// <param name="member">The member's name.</param>
    /// <param name="orDay">A day without a time is taken too, and means its midnight in UTC.</param>
    public Given<DateTime?> Moment(string member, bool orDay = false)
    {
        if (!Has(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return new(value.ValueKind == JsonValueKind.Null, null);
        }

        if (value.ValueKind == JsonValueKind.String && Times.ReadMoment(TextOf(member, value), orDay) is { } moment)
        {
            return new(true, moment);
        }

        Fault(member, $"{Shown(value)} is not a time; date, time and zone are needed as in RFC 3339, such as 2013-06-01T09:00:00Z.");
        return default;
    }

    public DateTime RequiredMoment(string member)
    {
        var moment = Moment(member);
        if (moment.Value is null && !Faulty)
        {
            Fault(member, "is needed: a time as in RFC 3339, such as 2013-06-01T09:00:00Z.");
        }

        return moment.Value ?? default;
    }

    public Given<PersonRef?> Person(string member)
    {
        if (!Has(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return new(value.ValueKind == JsonValueKind.Null, null);
        }

        return new(true, PersonOf(member, value));
    }

    public Given<List<PersonRef>> People(string member)
    {
        if (!HasList(member, out var list))
        {
            return default;
        }

        return new(true, [.. list.EnumerateArray().Select(e => PersonOf(member, e)).OfType<PersonRef>()]);
    }

    public Given<List<string>> Texts(string member)
    {
        if (!HasList(member, out var list))
        {
            return default;
        }

        var texts = new List<string>();
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                texts.Add(TextOf(member, element));
            }
            else
            {
                Fault(member, $"a list of texts is needed, and this one holds {Kind(element)}.");
            }
        }

        return new(true, texts);
    }

    public Given<JsonElement> Object(string member)
    {
        if (!Has(member, out var value))
        {
            return default;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new(true, value);
        }

        Fault(member, $"an object in braces is needed, not {Kind(value)}.");
        return default;
    }

    public Given<List<JsonElement>> Elements(string member) =>
        HasList(member, out var list) ? new(true, [.. list.EnumerateArray()]) : default;

    /// <summary>Says which members nobody asked for.</summary>
    /// <returns>The place of the object, and whether anything in it was wrong.</returns>
    public Place Done()
    {
        if (_found < _json.GetPropertyCount())
        {
            SayUnknown();
        }

        return At with { Faulty = Faulty };
    }

    private void SayUnknown()
    {
        foreach (var member in _json.EnumerateObject().Where(m => !_asked.Contains(m.Name, StringComparer.Ordinal)))
        {
            _findings.Notice($"“{member.Name}” of {Article(_type)} {_type} is not a member of the portable form; it was skipped.");
        }
    }

    /// <summary>The object's type in a stream; nothing to anybody else.</summary>
    public void SkipType() => Has("type", out _);

    private static string Article(string word) => word[0] is 'a' or 'e' or 'i' or 'o' ? "an" : "a";

    private bool Has(string member, out JsonElement value)
    {
        _asked.Add(member);
        if (!_json.TryGetProperty(member, out value))
        {
            return false;
        }

        _found++;
        return true;
    }

    private bool HasList(string member, out JsonElement value)
    {
        if (!Has(member, out value))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return true;
        }

        Fault(member, $"a list in brackets is needed, not {Kind(value)}.");
        return false;
    }

    private PersonRef? PersonOf(string member, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new PersonRef(member, TextOf(member, value), null);
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
        {
            return new PersonRef(member, number.ToString(CultureInfo.InvariantCulture), number);
        }

        Fault(member, $"a person is named by username, name or number, not by {Kind(value)}.");
        return null;
    }

    /// <summary>A text that stands in a list or elsewhere below a member.</summary>
    public string TextOf(string member, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(member, $"a text in quotes is needed, not {Kind(value)}.");
            return "";
        }

        try
        {
            var text = value.GetString()!;
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            Fault(member, "the text holds the character U+0000, which no database keeps; leave it out.");
        }
        catch (InvalidOperationException)
        {
            Fault(member, "the text holds half a surrogate pair, which is no character; both halves are needed.");
        }

        return "";
    }

    private static string Shown(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= 60 ? raw : raw[..57] + "…";
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => $"the text {Shown(value)}",
        JsonValueKind.Number => $"the number {Shown(value)}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
