package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a real browser, as a person uses it. Skipped, saying so, where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable ChromeDriver browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> chromium = Programs.find("chromium", "chromium-browser", "google-chrome");
    Optional<Path> driver = Programs.find("chromedriver");
    Programs.need(
        chromium.isPresent() && driver.isPresent(),
        "RICKYARD_REQUIRE_BROWSER",
        "chromium and chromedriver on the PATH");
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start();
    var options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + workspace.path().resolve("browser"));
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .build();
    browser = new ChromeDriver(service, options);
    browser.manage().window().setSize(new Dimension(1280, 800));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.quit();
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
    seen("fleet");
    assertThat(page().getCurrentUrl()).doesNotContain("token_hash");
    page().navigate().refresh();
    seen("fleet");
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
    seen("new-project").click();
    seen("project-name").sendKeys("storefront");
    seen("create-project-submit").click();

    // then
    waiting()
        .until(_ -> page().findElements(test("fleet")).isEmpty()); // which has states of its own
    inState("project-state", "ACTIVE_HEALTHY");
    assertThat(((JavascriptExecutor) page()).executeScript("return window.notReloaded === true"))
        .isEqualTo(true);
    seen("nav-projects").click();
    waiting().until(_ -> row("storefront").isPresent());
    screenshot("fleet");
  }

  @Test
  @Order(4)
  void taskShowsItsStepsAndItsLog() throws Exception {
    // when
    row("storefront").orElseThrow().findElement(test("last-task")).click();

    // then
    String text = seen("task-page").getText().toLowerCase(Locale.ROOT);
    assertThat(text).contains("create the database", "see that it works");
    waiting()
        .until(ExpectedConditions.textToBePresentInElementLocated(test("task-page"), "PostgreSQL"));
    screenshot("task");
  }

  @Test
  @Order(5)
  void projectsPageHidesItsSecretsUntilAskedFor() throws Exception {
    // given
    page().navigate().back();
    waiting().until(_ -> row("storefront").isPresent());
    row("storefront").orElseThrow().findElement(test("project-link")).click();
    assertThat(seen("connection-string").getText()).doesNotContain("[YOUR-PASSWORD]").contains("•");

    // when
    seen("connection-password-reveal").click();

    // then
    waiting().until(_ -> !seen("connection-password").getText().contains("•"));
    screenshot("project");
  }

  @Test
  @Order(6)
  void deletionWantsTheNameTyped() {
    // given
    page().get(installed().url() + "/");
    waiting().until(_ -> row("storefront").isPresent());

    // when
    row("storefront").orElseThrow().findElement(test("more")).click();
    row("storefront").orElseThrow().findElement(test("menu-delete")).click();
    assertThat(seen("delete-project-submit").isEnabled()).isFalse();
    page().findElement(By.cssSelector("[data-testid=delete-project] input")).sendKeys("storefront");
    seen("delete-project-submit").click();

    // then
    waiting().until(_ -> row("storefront").isEmpty());
  }

  @Test
  @Order(7)
  void scheduleShowsItsNextRunsAndIsPausedAndResumed() throws Exception {
    // given
    String schedule = new Asked(installed()).nightlySchedule();

    // when
    seen("nav-schedules").click();
    seen("schedule-" + schedule).findElement(test("schedule-link")).click();

    // then
    seen("schedule-page");
    assertThat(seen("next-runs").findElements(By.tagName("time"))).hasSize(5);
    screenshot("schedule");
    seen("pause").click();
    inState("schedule-state", "paused");
    seen("resume").click();
    inState("schedule-state", "active");
  }

  @Test
  @Order(8)
  void replayedDeadLetterLeavesTheListAndRunsAnew() throws Exception {
    // given
    var asked = new Asked(installed());
    String task = asked.failingProbe();
    waiting().until(_ -> asked.isDead(task));

    // when
    page().get(installed().url() + "/#/tasks?state=dead");
    seen("replay-" + task);
    screenshot("dead-letters");
    seen("replay-" + task).click();

    // then
    waiting().until(ExpectedConditions.invisibilityOfElementLocated(test("replay-" + task)));
    waiting().until(_ -> asked.repeatsOf(task) == 1);
  }

  @Test
  @Order(9)
  void administratorPausesQueueSayingWhyAndSeesWorkers() throws Exception {
    // given
    seen("nav-queues").click();

    // when
    seen("pause-batch").click();
    seen("hold-reason").sendKeys("inventory");
    seen("hold-submit").click();

    // then
    inState("queue-state", "paused");
    assertThat(seen("queue-batch").getText()).contains("inventory");
    inState("worker-state", "active");
    screenshot("queues");
    seen("resume-batch").click();
    seen("pause-batch");
  }

  private static void inState(String badge, String state) {
    waiting()
        .until(
            ExpectedConditions.presenceOfElementLocated(
                By.cssSelector("[data-testid=%s][data-state=%s]".formatted(badge, state))));
  }

  private static Optional<WebElement> row(String name) {
    return page().findElements(By.cssSelector("[data-testid=fleet] tbody tr")).stream()
        .filter(row -> row.getText().startsWith(name))
        .findFirst();
  }

  private static WebElement seen(String testId) {
    return waiting().until(ExpectedConditions.visibilityOfElementLocated(test(testId)));
  }

  private static By test(String testId) {
    return By.cssSelector("[data-testid=" + testId + "]");
  }

  private static WebDriverWait waiting() {
    var waiting = new WebDriverWait(page(), LONG);
    waiting.ignoring(org.openqa.selenium.StaleElementReferenceException.class);
    return waiting;
  }

  private static void screenshot(String name) throws Exception {
    Path taken = ((TakesScreenshot) page()).getScreenshotAs(OutputType.FILE).toPath();
    Path kept = Path.of("target/screenshots/" + name + ".png");
    Files.createDirectories(kept.getParent());
    Files.copy(taken, kept, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ChromeDriver page() {
    return java.util.Objects.requireNonNull(browser);
  }

  private static LocalInstallation installed() {
    return java.util.Objects.requireNonNull(installation);
  }
}
