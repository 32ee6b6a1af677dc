package io.rickyard.worker.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionSourceTest {

  private static Map.Entry<String, byte[]> file(String path, String content) {
    return Map.entry(path, content.getBytes(UTF_8));
  }

  private static void assertRefused(
      ContentRefused.Why why, List<Map.Entry<String, byte[]>> files, String entrypoint) {
    assertThatThrownBy(() -> FunctionSource.of(entrypoint, null, List.of(), files))
        .isInstanceOfSatisfying(
            ContentRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void pathsHaveOneForm() throws Exception {
    // when
    var source =
        FunctionSource.of(
            "./supabase/functions/hello/index.ts",
            "supabase/functions/import_map.json",
            List.of("./supabase/functions/hello/*.html"),
            List.of(
                file("supabase/functions/hello/index.ts", "serve"),
                file("./supabase/functions/import_map.json", "{}")));

    // then
    assertThat(source.entrypoint()).isEqualTo("supabase/functions/hello/index.ts");
    assertThat(source.importMap()).isEqualTo("supabase/functions/import_map.json");
    assertThat(source.staticPatterns()).containsExactly("supabase/functions/hello/*.html");
    assertThat(source.files().keySet())
        .containsExactly("supabase/functions/hello/index.ts", "supabase/functions/import_map.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../index.ts",
        "a/../../index.ts",
        "a/..",
        "..",
        ".",
        "",
        "a//b",
        "a/",
        "a/./b",
        "a\\b",
        "a\u0000b",
        "a\nb",
        "./"
      })
  void whatLeadsElsewhereIsRefused(String path) {
    assertRefused(
        ContentRefused.Why.MALFORMED,
        List.of(file("index.ts", "serve"), file(path, "more")),
        "index.ts");
    assertRefused(ContentRefused.Why.MALFORMED, List.of(file("index.ts", "serve")), path);
  }

  @Test
  void whatCannotStandInOneDirectoryIsRefused() {
    assertRefused(ContentRefused.Why.MALFORMED, List.of(file("a", "1"), file("a/b", "2")), "a");
    assertRefused(ContentRefused.Why.MALFORMED, List.of(file("a", "1"), file("./a", "2")), "a");
    assertRefused(ContentRefused.Why.MALFORMED, List.of(file("a", "1")), "b");
    assertRefused(ContentRefused.Why.MALFORMED, List.of(), "b");
    assertRefused(ContentRefused.Why.MALFORMED, List.of(file("a/" + "b".repeat(256), "1")), "a");
  }

  @Test
  void whatIsTooMuchIsRefused() {
    // given
    var many = new ArrayList<Map.Entry<String, byte[]>>();
    for (int i = 0; i <= 1_000; i++) {
      many.add(file("file" + i, ""));
    }

    // then
    assertRefused(ContentRefused.Why.TOO_MANY, many, "file0");
    assertRefused(
        ContentRefused.Why.TOO_LARGE,
        List.of(
            Map.entry("a", new byte[FunctionSource.MOST_BYTES]), Map.entry("b", new byte[] {1})),
        "a");
  }

  @Test
  void eachSourceHasItsOwnDigest() throws Exception {
    // given
    var one = FunctionSource.of("a", null, List.of(), List.of(file("a", "1"), file("b", "2")));
    var same = FunctionSource.of("a", "", List.of(), List.of(file("b", "2"), file("a", "1")));
    var others =
        List.of(
            FunctionSource.of("b", null, List.of(), List.of(file("a", "1"), file("b", "2"))),
            FunctionSource.of("a", "b", List.of(), List.of(file("a", "1"), file("b", "2"))),
            FunctionSource.of("a", null, List.of("b"), List.of(file("a", "1"), file("b", "2"))),
            FunctionSource.of("a", null, List.of(), List.of(file("a", "1"), file("b2", ""))),
            FunctionSource.of("a", null, List.of(), List.of(file("a", "1"), file("b", "3"))));

    // then
    assertThat(same.sha256()).isEqualTo(one.sha256());
    assertThat(others).extracting(FunctionSource::sha256).doesNotContain(one.sha256());
    assertThat(others).extracting(FunctionSource::sha256).doesNotHaveDuplicates();
  }
}
