package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import org.junit.jupiter.api.Test;

/** What is said to be wrong with an installation. */
class DoctorTest extends CommandsAtAnInstallation {

  @Test
  void doctorTellsTheFirstThingThatIsWrong() {
    // given
    installation.on(
        "GET /v1/health",
        Reply.json(200, "{\"status\":\"up\",\"version\":\"1\",\"services\":{\"org\":\"down\"}}"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"a@b\"}"));

    // then
    assertThat(run("doctor")).isEqualTo(6);
    assertThat(out()).contains("✗ service org").contains("✓ token");
  }

  @Test
  void doctorExplainsWhatNewProjectsAreBuiltOn() {
    // given
    installation.on(
        "GET /v1/health",
        Reply.json(
            200,
            """
            {"status":"up","version":"1","services":{},
             "runtime":{"kind":"docker","because":"an engine answers"}}
            """));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"a@b\"}"));

    // when
    run("doctor");

    // then
    assertThat(out()).contains("docker for new projects: an engine answers");
  }

  @Test
  void doctorTellsWhatIsWrongWithCertificates() {
    // given
    installation.on(
        "GET /v1/health",
        Reply.json(
            200,
            """
            {"status":"up","version":"1","services":{},
             "tls":{"troubles":["api.crt has expired at 2026-01-01T00:00:00Z"]}}
            """));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"a@b\"}"));

    // then
    assertThat(run("doctor")).isEqualTo(ExitCode.FAILED.number());
    assertThat(out()).contains("✗ certificates", "api.crt has expired");
  }
}
