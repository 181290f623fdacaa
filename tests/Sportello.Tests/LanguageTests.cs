using Sportello.Words;

namespace Sportello.Tests;

public sealed class LanguageTests
{
    [Theory, InlineData("en"), InlineData("ru"), InlineData("it")]
    public void No_sentence_stands_in_two_files_of_a_language(string code) => Assert.NotEmpty(Language.In(code).Keys);
}
