package io.rickyard.worker.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput.StackConfigure;
import io.rickyard.contracts.task.TaskInput.StackProvision;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSource;
import io.rickyard.worker.stack.FakeStackRuntime;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.stack.StackWork;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What members put in, and the tasks that are to bring a stack to it, some of which fail: on the
 * tables themselves, with a runtime that fails when it is told to.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentsTakenBackIT {

  private final TestDatabase database = TestDatabase.create();
  private final TestVaults vaults;
  private final StackVault secrets;
  private final ContentStore vault;
  private FakeStackRuntime runtime = new FakeStackRuntime();
  private StackWork work = new StackWork(runtime);

  ContentsTakenBackIT(@TempDir Path directory) {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    vaults = TestVaults.in(database, directory);
    secrets = vaults.secrets();
    vault = vaults.contents();
  }

  @BeforeEach
  void makeStack() throws Exception {
    runtime = new FakeStackRuntime();
    work = new StackWork(runtime, secrets, claimingInTheTable(new MemoryStackLedger()));
    work.bring(new StackProvision("shop", "local", StackProfile.DATABASE));
  }

  @AfterAll
  void dropDatabase() {
    database.close();
  }

  /** The vault asks the table who may act on a stack. */
  private StackLedger claimingInTheTable(StackLedger ledger) {
    return (StackLedger)
        Proxy.newProxyInstance(
            StackLedger.class.getClassLoader(),
            new Class<?>[] {StackLedger.class},
            (_, method, arguments) -> {
              try {
                var answer = method.invoke(ledger, arguments);
                if (method.getName().startsWith("claim") && Boolean.TRUE.equals(answer)) {
                  claim((ProjectRef) arguments[0], (Generation) arguments[1], (Long) arguments[2]);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void claim(ProjectRef project, Generation generation, long token) throws SQLException {
    execute(
        """
        insert into stack (project, organization, profile, generation, token, state, kept_from)
        values ('%1$s', '%2$s', 'database', %3$d, %4$d, '{"state": "active"}', 1)
        on conflict (project) do update set generation = %3$d, token = %4$d
        """
            .formatted(project, TestStacks.ORGANIZATION, generation.value(), token));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.dataSource("provisioner").getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static StackConfigure to(SettingSection section, long revision) {
    return new StackConfigure(
        new SettingsChange(
            section, Map.of("revision", Long.toString(revision)), Set.of(), Set.of()),
        true);
  }

  private static StackConfigure functions(long revision) {
    return to(SettingSection.FUNCTIONS, revision);
  }

  /** Puts in a secret, and tells the revision that has it. */
  private long set(String name, String value) throws ContentRefused {
    return vaults.set(work.project, name, value).revision();
  }

  private long deploy(FunctionSource source) throws ContentRefused {
    return vaults.deploy(work.project, source).revision();
  }

  private long switchLegacyKeysOff() throws ContentRefused {
    var keys = secrets.open(work.project).orElseThrow().apiKeys(work.project).legacy(false);
    return vault.change(
        work.project,
        (now, _) -> {
          var next = now.with(keys);
          return new ContentStore.Changed<>(next, next.revision());
        });
  }

  private Map<String, String> kept() {
    return values(vault.open(work.project));
  }

  private Map<String, String> rendered() {
    return values(runtime.rendered().getLast());
  }

  private static Map<String, String> values(Contents contents) {
    var values = new TreeMap<String, String>();
    contents.secrets().byName().forEach((name, secret) -> values.put(name, secret.value()));
    return values;
  }

  /** A task whose service does not start, until it is given up. */
  private TaskFailure fail(TaskRun task) throws Exception {
    runtime.failNext(
        new StackFailure(StackFailure.SERVICE_FAILED, "It does not start", true, null));
    var failure = failing(task);
    work.giveUp(task, failure);
    return failure;
  }

  private TaskFailure failing(TaskRun task) throws InterruptedException {
    try {
      work.attempt(task);
    } catch (TaskFailure failure) {
      return failure;
    }
    throw new AssertionError("The task was to fail");
  }

  @Test
  void whatWasPutInForATaskThatFailedIsTakenBackAndNothingElse() throws Exception {
    // given
    work.bring(functions(set("FIRST", "1")));
    var task = work.accept(functions(set("SECOND", "2")));

    // when
    var failure = fail(task);

    // then
    assertThat(failure.code()).isEqualTo("settings_refused");
    assertThat(kept()).isEqualTo(Map.of("FIRST", "1"));
    assertThat(rendered()).isEqualTo(Map.of("FIRST", "1"));
    work.bring(functions(set("THIRD", "3")));
    assertThat(rendered()).isEqualTo(Map.of("FIRST", "1", "THIRD", "3"));
  }

  @Test
  void aChangeThatWasBuiltOnOneThatFailedHearsThatItIsGone() throws Exception {
    // given
    var first = work.accept(functions(set("FIRST", "1")));
    var second = work.accept(functions(set("SECOND", "2")));
    fail(first);

    // when
    var failure = failing(second);

    // then
    assertThat(failure.code()).isEqualTo("contents_taken_back");
    assertThat(failure.retryable()).isFalse();
    work.giveUp(second, failure);
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatIsPutInAfterwardsStaysHoweverOftenATaskIsTakenBack() throws Exception {
    // given
    var task = work.accept(functions(set("FIRST", "1")));
    var failure = fail(task);
    var later = set("LATER", "2");

    // when
    work.giveUp(task, failure);

    // then
    assertThat(kept()).isEqualTo(Map.of("LATER", "2"));
    work.bring(functions(later));
    assertThat(rendered()).isEqualTo(Map.of("LATER", "2"));
  }

  @Test
  void keysThatFailedTakeNoFunctionsWithThem() throws Exception {
    // given
    var keys = work.accept(to(SettingSection.KEYS, switchLegacyKeysOff()));
    var functions = work.accept(functions(set("FIRST", "1")));

    // when
    fail(keys);

    // then
    assertThat(vault.open(work.project).keys()).isNull();
    assertThat(kept()).isEqualTo(Map.of("FIRST", "1"));
    work.attempt(functions);
    assertThat(rendered()).isEqualTo(Map.of("FIRST", "1"));
  }

  @Test
  void whatNoTaskHasComeToDoesNotStayWhenItsTaskIsCancelled() throws Exception {
    // given
    work.bring(functions(set("FIRST", "1")));
    var task = work.accept(functions(set("SECOND", "2")));

    // when
    work.end(task, new TaskEnd.Cancelled(new Reason("asked", "No longer needed")));

    // then
    assertThat(kept()).isEqualTo(Map.of("FIRST", "1"));
  }

  @Test
  void whatATaskHasBroughtAboutStaysWhateverIsHeardLater() throws Exception {
    // given
    var revision = set("FIRST", "1");
    work.bring(functions(revision));

    // when
    secrets.discard(work.project, functions(revision).change());

    // then
    assertThat(kept()).isEqualTo(Map.of("FIRST", "1"));
  }

  @Test
  void aFunctionGoesBackToASourceThatIsStillThere() throws Exception {
    // given
    var first = TestVaults.source("first");
    work.bring(functions(deploy(first)));
    execute("update function_source set kept_at = kept_at - interval '25 hours'");
    var task = work.accept(functions(deploy(TestVaults.source("second"))));

    // when
    fail(task);

    // then
    var function = vault.open(work.project).functions().get("hello");
    assertThat(function.sha256()).isEqualTo(first.sha256());
    assertThat(vault.source(work.project, "hello", first.sha256()).orElseThrow().sha256())
        .isEqualTo(first.sha256());
  }

  @Test
  void aStackThatHadContentsBeforeAnythingWasNotedKeepsThem() throws Exception {
    // given
    set("FIRST", "1");
    execute("delete from stack_contents_note");
    var task = work.accept(functions(set("SECOND", "2")));

    // when
    fail(task);

    // then
    assertThat(kept()).isEqualTo(Map.of("FIRST", "1"));
  }
}
