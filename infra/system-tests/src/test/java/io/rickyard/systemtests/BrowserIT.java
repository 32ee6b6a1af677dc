package io.rickyard.systemtests;

import static io.rickyard.systemtests.Browser.test;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.NameServerDouble;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;

/**
 * The page in a real browser, as a person uses it. Skipped, saying so, where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {

  private static final NameServerDouble NAMES = new NameServerDouble();

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Browser.need();
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(Map.of("RICKYARD_DOMAINS_NAME_SERVER", NAMES.address()));
    browser = Browser.in(workspace);
  }

  @AfterAll
  static void stop() throws Exception {
    NAMES.close();
    if (browser != null) {
      browser.close();
    }
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  @Order(1)
  void linkOfInfraUpSignsInOnceAndLeavesTheAddressBar() {
    // when
    page().get(installed().announced().path("sign_in_link").asText());

    // then
    browser().seen("fleet");
    assertThat(page().getCurrentUrl()).doesNotContain("token_hash");
    page().navigate().refresh();
    browser().seen("fleet");
  }

  @Test
  @Order(2)
  void pageHoldsNoToken() {
    // when
    Object stored =
        ((JavascriptExecutor) page())
            .executeScript(
                "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie");

    // then
    assertThat(String.valueOf(stored)).doesNotContain("sbp_", "rks_", "eyJ");
  }

  @Test
  @Order(3)
  void createdProjectBecomesHealthyWithoutReloading() throws Exception {
    // given
    ((JavascriptExecutor) page()).executeScript("window.notReloaded = true");

    // when
    browser().seen("new-project").click();
    browser().seen("project-name").sendKeys("storefront");
    browser().seen("create-project-submit").click();

    // then
    browser()
        .waiting()
        .until(_ -> page().findElements(test("fleet")).isEmpty()); // which has states of its own
    browser().inState("project-state", "ACTIVE_HEALTHY");
    assertThat(((JavascriptExecutor) page()).executeScript("return window.notReloaded === true"))
        .isEqualTo(true);
    browser().seen("nav-projects").click();
    browser().waiting().until(_ -> row("storefront").isPresent());
    browser().screenshot("fleet");
  }

  @Test
  @Order(4)
  void taskShowsItsStepsAndItsLog() throws Exception {
    // when
    row("storefront").orElseThrow().findElement(test("last-task")).click();

    // then
    String text = browser().seen("task-page").getText().toLowerCase(Locale.ROOT);
    assertThat(text).contains("create the database", "see that it works");
    browser()
        .waiting()
        .until(ExpectedConditions.textToBePresentInElementLocated(test("task-page"), "PostgreSQL"));
    browser().screenshot("task");
  }

  @Test
  @Order(5)
  void projectsPageHidesItsSecretsUntilAskedFor() throws Exception {
    // given
    page().navigate().back();
    browser().waiting().until(_ -> row("storefront").isPresent());
    row("storefront").orElseThrow().findElement(test("project-link")).click();
    assertThat(browser().seen("connection-string").getText())
        .doesNotContain("[YOUR-PASSWORD]")
        .contains("•");

    // when
    browser().seen("connection-password-reveal").click();

    // then
    browser().waiting().until(_ -> !browser().seen("connection-password").getText().contains("•"));
    browser().screenshot("project");
  }

  @Test
  @Order(6)
  void domainIsProvedByTheRecordThatThePageNames() throws Exception {
    // given
    assertThat(browser().seen("idle-stop").getText()).contains("no request could wake it");
    browser().seen("add-domain").click();
    browser().seen("domain-name").sendKeys("api.own.test");
    browser().seen("new-domain-submit").click();
    browser().inState("domain-state", "pending");
    browser().seen("verify-api.own.test").click();
    browser()
        .waiting()
        .until(
            ExpectedConditions.textToBePresentInElementLocated(
                test("message-bad"), "_rickyard.api.own.test"));
    browser().screenshot("domain-pending");

    // when
    NAMES.publish(browser().seen("proof-name").getText(), browser().seen("proof-value").getText());
    browser().seen("verify-api.own.test").click();

    // then
    browser().inState("domain-state", "active");
    browser().screenshot("domain");

    // and when
    browser().seen("remove-api.own.test").click();
    browser().seen("remove-domain-submit").click();

    // then
    browser()
        .waiting()
        .until(ExpectedConditions.invisibilityOfElementLocated(test("domain-api.own.test")));
  }

  @Test
  @Order(7)
  void deletionWantsTheNameTyped() {
    // given
    page().get(installed().url() + "/");
    browser().waiting().until(_ -> row("storefront").isPresent());

    // when
    row("storefront").orElseThrow().findElement(test("more")).click();
    row("storefront").orElseThrow().findElement(test("menu-delete")).click();
    assertThat(browser().seen("delete-project-submit").isEnabled()).isFalse();
    page().findElement(By.cssSelector("[data-testid=delete-project] input")).sendKeys("storefront");
    browser().seen("delete-project-submit").click();

    // then
    browser().waiting().until(_ -> row("storefront").isEmpty());
  }

  @Test
  @Order(8)
  void scheduleShowsItsNextRunsAndIsPausedAndResumed() throws Exception {
    // given
    String schedule = new Asked(installed()).nightlySchedule();

    // when
    browser().seen("nav-schedules").click();
    browser().seen("schedule-" + schedule).findElement(test("schedule-link")).click();

    // then
    browser().seen("schedule-page");
    assertThat(browser().seen("next-runs").findElements(By.tagName("time"))).hasSize(5);
    browser().screenshot("schedule");
    browser().seen("pause").click();
    browser().inState("schedule-state", "paused");
    browser().seen("resume").click();
    browser().inState("schedule-state", "active");
  }

  @Test
  @Order(9)
  void replayedDeadLetterLeavesTheListAndRunsAnew() throws Exception {
    // given
    var asked = new Asked(installed());
    String task = asked.failingProbe();
    browser().waiting().until(_ -> asked.isDead(task));

    // when
    page().get(installed().url() + "/#/tasks?state=dead");
    browser().seen("replay-" + task);
    browser().screenshot("dead-letters");
    browser().seen("replay-" + task).click();

    // then
    browser()
        .waiting()
        .until(ExpectedConditions.invisibilityOfElementLocated(test("replay-" + task)));
    browser().waiting().until(_ -> asked.repeatsOf(task) == 1);
  }

  @Test
  @Order(10)
  void administratorPausesQueueSayingWhyAndSeesWorkers() throws Exception {
    // given
    browser().seen("nav-queues").click();

    // when
    browser().seen("pause-batch").click();
    browser().seen("hold-reason").sendKeys("inventory");
    browser().seen("hold-submit").click();

    // then
    browser().inState("queue-state", "paused");
    assertThat(browser().seen("queue-batch").getText()).contains("inventory");
    browser().inState("worker-state", "active");
    browser().screenshot("queues");
    browser().seen("resume-batch").click();
    browser().seen("pause-batch");
  }

  @Test
  @Order(11)
  void administratorReadsTheMailThatStaysHere() throws Exception {
    // given
    new Asked(installed()).lostPassword();

    // when
    page().get(installed().url() + "/#/mail");
    var message = browser().seen("mail-recovery");
    message.findElement(By.tagName("summary")).click();

    // then
    assertThat(message.getText()).contains("Choose a new password", "/auth/v1/verify?token=rko_");
    browser().screenshot("mail");
  }

  @Test
  @Order(12)
  void accountShowsSessionsAndTakesASecondFactorOnlyWithItsCode() throws Exception {
    // when
    page().get(installed().url() + "/#/account");
    browser().seen("session-current");
    browser().seen("add-factor").click();

    // then
    assertThat(browser().seen("factor-secret").getText()).matches("[A-Z2-7]{32}");
    browser().screenshot("account");
    browser().seen("factor-code").sendKeys("000000");
    browser().seen("enrol-submit").click();
    assertThat(browser().seen("enrol-error").getText()).contains("Invalid TOTP code");
    assertThat(page().findElements(test("factor"))).isEmpty();
  }

  @Test
  @Order(13)
  void teamIsMadeFilledAndGivenAProjectOnItsOrganizationsPage() throws Exception {
    // given
    page().get(installed().url() + "/#/organizations/" + installed().organization());
    browser().seen("new-team").click();
    browser().seen("team-name").sendKeys("Payments");
    browser().seen("team-dialog-submit").click();

    // when
    new Select(browser().seen("add-payments-projects")).selectByVisibleText("demo");
    browser()
        .waiting()
        .until(
            ExpectedConditions.presenceOfElementLocated(
                By.cssSelector("[data-testid=payments-projects] [data-testid=remove-part]")));
    new Select(browser().seen("add-payments-members")).selectByIndex(1);

    // then
    browser()
        .waiting()
        .until(
            ExpectedConditions.presenceOfElementLocated(
                By.cssSelector("[data-testid=payments-members] [data-testid=remove-part]")));
    browser().screenshot("teams");
    assertThat(browser().seen("payments-projects").getText()).contains("demo");

    // and when
    browser().seen("delete-team").click();
    browser().seen("delete-team-dialog-submit").click();

    // then
    browser()
        .waiting()
        .until(ExpectedConditions.invisibilityOfElementLocated(test("team-payments")));
  }

  private static Optional<WebElement> row(String name) {
    return page().findElements(By.cssSelector("[data-testid=fleet] tbody tr")).stream()
        .filter(row -> row.getText().startsWith(name))
        .findFirst();
  }

  private static ChromeDriver page() {
    return browser().driver();
  }

  private static Browser browser() {
    return requireNonNull(browser);
  }

  private static LocalInstallation installed() {
    return requireNonNull(installation);
  }
}
