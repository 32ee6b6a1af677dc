package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the data against its schema (JSON Schema 2020-12), also those no release names. */
class SchemaTest {

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static Path data() throws URISyntaxException {
    var index = Objects.requireNonNull(SchemaTest.class.getResource("index.json"));
    return Objects.requireNonNull(Path.of(index.toURI()).getParent());
  }

  static Stream<String> files() throws IOException, URISyntaxException {
    var data = data();
    try (var all = Files.walk(data)) {
      return all
          .filter(path -> path.toString().endsWith(".json"))
          .map(path -> data.relativize(path).toString())
          .filter(path -> !path.startsWith("schema/"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String schemaOf(String path) {
    return switch (path.substring(0, path.lastIndexOf('/') + 1)) {
      case "services/" -> "service";
      case "releases/" -> "release";
      case "" -> path.substring(0, path.length() - ".json".length());
      default -> throw new IllegalArgumentException("There is no schema for " + path);
    };
  }

  private static List<String> complaints(String path, String text) {
    var schema = BlueprintFiles.shipped().read("schema/" + schemaOf(path) + ".schema.json");
    return SCHEMAS.getSchema(schema).validate(text, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileFollowsItsSchema(String path) {
    assertThat(complaints(path, BlueprintFiles.shipped().read(path))).isEmpty();
  }

  @Test
  void thereAreFilesOfEveryKind() throws Exception {
    assertThat(files().map(SchemaTest::schemaOf))
        .contains("service", "release", "values", "routes", "index");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          services/db.json         | "limits"                 | "limit"
          services/db.json         | "kind": "data"           | "kind": "disk"
          services/db.json         | "since": "database"      | "since": "always"
          services/db.json         | "number": 5432           | "number": 0
          services/db.json         | "secret": true           | "secret": "yes"
          services/meta.json       | "form": "integer"        | "form": "int"
          releases/2026.08-kong.json | "tag": "15.8.1.121"    | "tag": "latest"
          releases/2026.08-kong.json | "tag": "15.8.1.121"    | "digest": "15.8.1.121"
          values.json              | "kind": "given"          | "kind": "given", "length": 3
          values.json              | "published": true        | "public": true
          routes.json              | "guard": "refused"       | "guard": "refused", "to": "/"
          routes.json              | "guard": "admin_key"     | "guard": "admin"
          index.json               | "releases"               | "versions"
          """)
  void aFileThatDoesNotIsRefused(String path, String right, String wrong) {
    // given
    var text = BlueprintFiles.shipped().read(path);
    assertThat(text).contains(right);

    // then
    assertThat(complaints(path, text.replace(right, wrong))).isNotEmpty();
  }
}
