package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.doubles.StackGatewayDouble;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects that take no requests, and gateways that do not answer. */
class ProjectRefusalsTest {

  private static ProjectEdge edge;

  @BeforeAll
  static void start() {
    edge = new ProjectEdge();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @ParameterizedTest
  @CsvSource({
    "COMING_UP, 503, project_starting, 3",
    "RESTORING, 503, project_starting, 3",
    "RESTARTING, 503, project_starting, 3",
    "PAUSING, 409, project_paused, ",
    "INACTIVE, 409, project_paused, ",
    "INIT_FAILED, 502, project_unreachable, ",
    "GOING_DOWN, 404, not_found, ",
    "ACTIVE_HEALTHY, 404, no_gateway, ",
    "UNKNOWN, 404, no_gateway, "
  })
  void aProjectThatTakesNoRequestsSaysWhy(
      String status, int code, String problem, @Nullable String retryAfter) throws IOException {
    // when
    var answer = edge.ask(edge.project(status, null), "POST /", "Content-Length: 2\r\n\r\n{}");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 " + code)
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("\"code\":\"" + problem + "\"");
    if (retryAfter == null) {
      assertThat(answer).doesNotContainIgnoringCase("retry-after");
    } else {
      assertThat(answer).containsIgnoringCase("\r\nretry-after: " + retryAfter + "\r\n");
    }
  }

  @Test
  void anUnknownProjectIsNotFound() throws IOException {
    assertThat(edge.ask(edge.project(), "GET /")).startsWith("HTTP/1.1 404").contains("not_found");
  }

  @Test
  void withoutTheWorkerNobodyKnowsWhereToGo() throws IOException {
    // given
    var ref = edge.project();
    edge.installation()
        .worker
        .on(
            "GET /stacks/" + ref + "/entrance",
            _ -> Reply.problem(500, "internal_error", "broken"));

    // then
    assertThat(edge.ask(ref, "GET /")).startsWith("HTTP/1.1 503").contains("service_unavailable");
  }

  @Test
  void aGatewayThatIsNotThereIsUnreachable() throws IOException {
    // given
    var gone = new StackGatewayDouble(_ -> {});
    gone.close();

    // then
    assertThat(edge.ask(edge.projectAt(gone.port()), "GET /"))
        .startsWith("HTTP/1.1 502")
        .contains("project_unreachable");
  }

  @Test
  void aGatewayThatHangsUpIsUnreachable() throws IOException {
    try (var gateway =
        new StackGatewayDouble(socket -> ProjectEdge.readHead(socket.getInputStream()))) {
      assertThat(edge.ask(edge.projectAt(gateway.port()), "GET /"))
          .startsWith("HTTP/1.1 502")
          .contains("project_unreachable");
    }
  }

  @Test
  void aGatewayThatStaysSilentIsGivenUp() throws IOException {
    try (var gateway = new StackGatewayDouble(socket -> socket.getInputStream().readAllBytes())) {
      assertThat(edge.ask(edge.projectAt(gateway.port()), "GET /"))
          .startsWith("HTTP/1.1 504")
          .contains("timed_out");
    }
  }
}
