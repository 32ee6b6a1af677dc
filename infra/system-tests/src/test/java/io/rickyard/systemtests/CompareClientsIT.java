package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison with the hosted platform's clients finds nothing now, and what is planted. */
class CompareClientsIT {

  private static final Path DOCUMENT =
      Path.of("api-gateway/target/classes/META-INF/swagger/rickyard.json");

  private ObjectNode document = RickyardClient.object();

  @TempDir private Path directory;

  @BeforeEach
  void read() throws IOException {
    Programs.need(
        Programs.find("node").isPresent() && Programs.find("npm").isPresent(),
        "RICKYARD_REQUIRE_NODE",
        "node and npm on the PATH");
    document =
        (ObjectNode)
            RickyardClient.JSON.readTree(
                Files.readString(Workspace.repository().resolve(DOCUMENT)));
  }

  private record Compared(int status, String said) {}

  private Compared compare() throws IOException, InterruptedException {
    var file = directory.resolve("document.json");
    Files.writeString(file, document.toString());
    var process =
        new ProcessBuilder(
                Workspace.repository().resolve("infra/system-tests/compare-clients").toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    try (InputStream output = process.getInputStream()) {
      var said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Compared(process.waitFor(), said);
    }
  }

  @Test
  void thereIsNoDifferenceThatIsNotAccepted() throws Exception {
    // when
    var compared = compare();

    // then
    assertThat(compared.status()).as(compared.said()).isZero();
    assertThat(compared.said()).contains("157 operations of the client");
  }

  @Test
  void whatIsPlantedIsTold() throws Exception {
    // given
    var paths = (ObjectNode) document.path("paths");
    paths.remove("/v1/profile");
    ((ObjectNode) document.at("/components/schemas/TypesController.TypesShape/properties"))
        .remove("types");
    ((ObjectNode) document.at("/components/schemas/AdvisorController.LintShape/properties/detail"))
        .put("type", "integer");
    ((ObjectNode) document.at("/components/schemas/AdvisorController.LintShape"))
        .putArray("required")
        .add("name");
    var responses = (ObjectNode) document.at("/paths/~1v1~1organizations/get/responses");
    responses.set("202", responses.remove("200"));

    // when
    var compared = compare();

    // then
    assertThat(compared.status()).as(compared.said()).isEqualTo(1);
    assertThat(compared.said())
        .contains(
            "GET /v1/profile: is missing in our description",
            "GET /v1/projects/{ref}/types/typescript 200.types: is missing, and required",
            "lints[].detail: is number, the client expects string",
            "lints[].title: is required by the client, and may be absent",
            "GET /v1/organizations: answers 202, the client expects 200");
  }
}
