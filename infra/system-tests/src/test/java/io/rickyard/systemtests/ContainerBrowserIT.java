package io.rickyard.systemtests;

import static io.rickyard.systemtests.Browser.test;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RequestRefused;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** What the page offers for projects that have a gateway. */
class ContainerBrowserIT {

  private static ContainerInstallation installation;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    Browser.need();
    var workspace = Workspace.create();
    installation = ContainerInstallation.in(workspace, Map.of());
    installation.start();
    browser = Browser.in(workspace);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (installation != null) {
      installation.close();
    }
  }

  @Test
  void projectIsLetSleepForSomeMinutesAndKeptAwakeAgain() throws Exception {
    // given
    var ref = installation.healthyProject("core");
    browser.driver().get(installation.local().announced().path("sign_in_link").asText());
    browser.seen("fleet");
    browser.driver().get(installation.local().url() + "/#/projects/" + ref);
    browser.inState("project-state", "ACTIVE_HEALTHY");

    // when
    browser.seen("let-sleep").click();
    browser.seen("sleep-minutes").sendKeys(Keys.chord(Keys.CONTROL, "a"), "45");
    browser.seen("sleep-submit").click();

    // then
    assertThat(browser.seen("sleeps-after").getText()).contains("45 min");
    assertThat(wanted(ref).orElseThrow().path("after").asText()).isEqualTo("PT45M");
    browser.screenshot("sleep");

    // when
    browser.seen("never-sleep").click();

    // then
    browser
        .waiting()
        .until(
            ExpectedConditions.textToBePresentInElementLocated(
                test("idle-stop"), "whether anybody uses it or not"));
    assertThat(wanted(ref)).isEmpty();
  }

  private static Optional<JsonNode> wanted(String ref) {
    try {
      return Optional.of(installation.get(ContainerInstallation.project(ref).segment("idle-stop")));
    } catch (RequestRefused refused) {
      assertThat(refused.status()).isEqualTo(404);
      return Optional.empty();
    }
  }
}
