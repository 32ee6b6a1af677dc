package io.rickyard.worker.types;

import static io.rickyard.worker.types.TsType.inline;
import static io.rickyard.worker.types.TsType.member;
import static io.rickyard.worker.types.TsType.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Laid out as Prettier 3.10 does, which was asked about each of these. */
class TsTypeTest {

  private static String written(TsType type) {
    return Page.of(type.doc());
  }

  private static TsType literals(String... values) {
    return TsType.oneOf(Stream.of(values).<TsType>map(TsType.Literal::new).toList());
  }

  @Test
  void whatFitsStaysOnOneLine() {
    // given
    var type = inline(member("Args", Builtin.NEVER), member("Returns", Builtin.JSON));

    // then
    assertThat(written(type)).isEqualTo("{ Args: never; Returns: Json }");
  }

  @Test
  void anOpenObjectIsBrokenAndWhatItStandsInToo() {
    // given
    var type =
        inline(member("Args", Builtin.NEVER), member("Returns", open(member("a", Builtin.NUMBER))));

    // then
    assertThat(written(type))
        .isEqualTo(
            """
            {
              Args: never
              Returns: {
                a: number
              }
            }\
            """);
  }

  @Test
  void alternativesGoToTheNextLineAndThenOneUnderTheOther() {
    // given
    var type =
        open(
            member("a".repeat(40), literals("b".repeat(15), "c".repeat(26))),
            member("x", literals("d".repeat(30), "e".repeat(30), "f".repeat(30))));

    // then
    assertThat(written(type))
        .isEqualTo(
            """
            {
              %s:
                "%s" | "%s"
              x:
                | "%s"
                | "%s"
                | "%s"
            }\
            """
                .formatted(
                    "a".repeat(40),
                    "b".repeat(15),
                    "c".repeat(26),
                    "d".repeat(30),
                    "e".repeat(30),
                    "f".repeat(30)));
  }

  @Test
  void alternativesOfAListStandInParentheses() {
    // given
    var few = new TsType.ArrayOf(literals("a", "b"));
    var many =
        open(
            member(
                "x",
                new TsType.ArrayOf(literals("d".repeat(30), "e".repeat(30), "f".repeat(30)))
                    .orNull()));

    // then
    assertThat(written(few)).isEqualTo("(\"a\" | \"b\")[]");
    assertThat(written(many))
        .isEqualTo(
            """
            {
              x:
                | (
                    | "%s"
                    | "%s"
                    | "%s"
                  )[]
                | null
            }\
            """
                .formatted("d".repeat(30), "e".repeat(30), "f".repeat(30)));
  }

  @Test
  void anObjectOrNullIsBrokenInsideTheObject() {
    assertThat(written(open(member("a", Builtin.NUMBER)).orNull()))
        .isEqualTo("{\n  a: number\n} | null");
    assertThat(written(Builtin.UNKNOWN.orNull())).isEqualTo("unknown");
  }

  @Test
  void lettersOfEastAsiaAreTwoColumnsWide() {
    // given
    var type = new TsType.Tuple(List.of(new TsType.Literal("漢".repeat(37))));

    // then
    assertThat(written(type)).isEqualTo("[\"%s\"]".formatted("漢".repeat(37)));
    assertThat(written(new TsType.Tuple(List.of(new TsType.Literal("漢".repeat(39))))))
        .isEqualTo("[\n  \"%s\",\n]".formatted("漢".repeat(39)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "plain \"plain\"",
        "it's \"it's\"",
        "say\"hi\" 'say\"hi\"'",
        "\"'\"' \"\\\"'\\\"'\"",
        "back\\slash \"back\\\\slash\""
      })
  void stringsAreInTheQuotesThatTakeFewerBackslashes(String value, String written) {
    assertThat(Quoted.string(value)).isEqualTo(written);
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(Quoted.string("a\n\t\u001f")).isEqualTo("\"a\\n\\t\\u001f\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "name name",
        "_x _x",
        "$x $x",
        "ümlaut ümlaut",
        "漢字 漢字",
        "1st \"1st\"",
        "123 \"123\"",
        "a-b \"a-b\"",
        "`` \"\""
      })
  void namesAreInQuotesWhereTheyHaveTo(String name, String written) {
    assertThat(Quoted.key(name)).isEqualTo(written);
  }
}
