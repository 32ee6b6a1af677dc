package io.rickyard.worker.secret;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.stack.StackKeys;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.Revision;
import io.rickyard.worker.stack.AuthSettings;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSettings;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackVault;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The secrets of stacks in PostgreSQL. All of a stack's are written in one transaction on the first
 * call and never change: a step that is run again finds what the first run made. Those that were
 * declared since are added when the stack's are opened; one that was there and is not any more is
 * lost, and nothing is made in its place.
 */
public final class SecretVault implements StackVault {

  private static final String UNREADABLE = "secret_unreadable";
  private static final String INVALID = "invalid_db_pass";
  private static final int LONGEST_PASSWORD = 512;

  /** Marks a stack whose secrets are its owner's: those that are missing are not ours to make. */
  private static final String ADOPTED = "adopted";

  private final DataSource database;
  private final OrganizationKeys keys;
  private final SealingKeyset sealing;
  private final DeclaredSecrets declared;
  private final Clock clock;
  private final SecureRandom random;

  public SecretVault(
      DataSource database,
      MasterKey master,
      SealingKeyset sealing,
      DeclaredSecrets declared,
      Clock clock,
      SecureRandom random) {
    this.database = database;
    this.keys = new OrganizationKeys(master, random);
    this.sealing = sealing;
    this.declared = declared;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public StackSecrets openOrCreate(
      ProjectRef project, OrganizationId organization, Optional<SealedSecret> dbPass)
      throws StackFailure {
    var opened = open(project);
    if (opened.isPresent()) {
      return opened.get();
    }
    var password =
        dbPass.isPresent() ? unsealed(dbPass.get(), organization) : StackKeys.password(random);
    return inTransaction(connection -> {
      lock(connection, project);
      var kept = KeptStack.read(connection, project);
      requireNoneLost(project, kept);
      var seal = new StackSeal(project, organization, keys.openOrCreate(connection, organization));
      var known = seal.decrypted(kept.secrets());
      known.putIfAbsent(StackSecrets.DB_PASS, password);
      return new StackSecrets(whole(connection, seal, known));
    });
  }

  @Override
  public StackSecrets adopt(
      ProjectRef project,
      OrganizationId organization,
      Map<String, String> found,
      Optional<SealedSecret> dbPass)
      throws StackFailure {
    var known = open(project);
    if (known.isPresent()) {
      return known.get();
    }
    var secrets = new HashMap<>(found);
    secrets.put(ADOPTED, "true");
    if (dbPass.isPresent()) {
      secrets.put(StackSecrets.DB_PASS, unsealed(dbPass.get(), organization));
    }
    if (!secrets.containsKey(StackSecrets.DB_PASS)) {
      throw new StackFailure(
          "db_pass_unknown",
          "The stack does not tell the password of its database's role postgres; adopt it with db_pass.",
          false,
          null);
    }
    return inTransaction(connection -> {
      lock(connection, project);
      var seal = new StackSeal(project, organization, keys.openOrCreate(connection, organization));
      StackSecretTable.insert(connection, seal, secrets);
      StackSecretTable.given(connection, project, secrets.keySet());
      return new StackSecrets(shown(seal.decrypted(KeptStack.read(connection, project).secrets())));
    });
  }

  /** Without the mark, which is no secret: it would be taken out of logs. */
  private static Map<String, String> shown(Map<String, String> rows) {
    var secrets = new HashMap<>(rows);
    secrets.remove(ADOPTED);
    return secrets;
  }

  @Override
  public Optional<StackSecrets> open(ProjectRef project) {
    var kept = withConnection(connection -> KeptStack.read(connection, project));
    if (kept.organization().isEmpty()) {
      return Optional.empty();
    }
    requireNoneLost(project, kept);
    var seal = seal(project, kept.organization().get());
    var secrets = seal.decrypted(kept.secrets());
    if (secrets.containsKey(ADOPTED)) {
      return Optional.of(new StackSecrets(shown(secrets), kept.settings(seal)));
    }
    return secrets.keySet().containsAll(declared.names())
        ? Optional.of(opened(secrets, kept, seal))
        : completed(seal);
  }

  private StackSeal seal(ProjectRef project, OrganizationId organization) {
    var key =
        withConnection(connection -> keys.open(connection, organization))
            .orElseThrow(() -> new SecretException("There is no key of " + organization + "."));
    keys.remember(organization, key);
    return new StackSeal(project, organization, key);
  }

  /** Adds what was declared since the stack was made. */
  private Optional<StackSecrets> completed(StackSeal seal) {
    return inTransaction(connection -> {
      lock(connection, seal.project());
      var kept = KeptStack.read(connection, seal.project());
      if (kept.organization().isEmpty()) {
        return Optional.empty(); // destroyed meanwhile
      }
      return Optional.of(
          opened(whole(connection, seal, seal.decrypted(kept.secrets())), kept, seal));
    });
  }

  /** A password that was chosen since stands in the place of the first one. */
  private static StackSecrets opened(Map<String, String> all, KeptStack kept, StackSeal seal) {
    var secrets = new HashMap<>(all);
    var settings = kept.settings(seal);
    settings
        .find(SettingSection.PASSWORD, StackSecrets.DB_PASS)
        .ifPresent(password -> secrets.put(StackSecrets.DB_PASS, password));
    return new StackSecrets(secrets, settings, kept.contents(seal));
  }

  /** A new one in the place of a lost one would open nothing that the old one did. */
  private static void requireNoneLost(ProjectRef project, KeptStack kept) {
    var lost = kept.lost();
    if (!lost.isEmpty()) {
      throw new SecretException(
          "%s of %s: the database of the control plane has lost it; restore that from its backup"
              .formatted(lost, project));
    }
  }

  /** All secrets, with those added that are missing, under the stack's lock. */
  private Map<String, String> whole(
      Connection connection, StackSeal seal, Map<String, String> known) throws SQLException {
    var all = new HashMap<>(declared.make(seal.project(), clock.instant(), random));
    all.putAll(known);
    StackSecretTable.insert(connection, seal, all);
    StackSecretTable.given(connection, seal.project(), all.keySet());
    return all;
  }

  @Override
  public boolean configure(StackSpec stack, SettingsChange change, Map<String, SealedSecret> sealed)
      throws StackFailure {
    var opened = new HashMap<String, String>();
    for (var value : sealed.entrySet()) {
      opened.put(
          value.getKey(),
          opened(value.getValue(), stack.organization(), change.section(), value.getKey()));
    }
    var noted =
        inTransaction(connection -> {
          lock(connection, stack.project());
          if (!StackSettingTable.holds(connection, stack)) {
            return Noted.FENCED_OFF;
          }
          var seal =
              new StackSeal(
                  stack.project(),
                  stack.organization(),
                  keys.openOrCreate(connection, stack.organization()));
          var contents = Revision.of(change);
          if (contents.isPresent()
              && !new ContentNotes(new ContentPlace(connection, seal))
                  .note(stack.generation(), contents.get())) {
            return Noted.TAKEN_BACK;
          }
          var kept = KeptStack.read(connection, stack.project());
          var before = kept.settings(seal).of(change.section());
          var after = change.after(before, opened);
          StackSettingTable.write(connection, stack, seal, change.section(), after);
          addNeeded(connection, seal, kept, new StackSettings(Map.of(change.section(), after)));
          return Noted.DONE;
        });
    if (noted == Noted.TAKEN_BACK) {
      throw new StackFailure(
          "contents_taken_back",
          "An earlier change that it was built on did not work and was taken back, and so was this"
              + " one; ask for it again",
          false,
          null);
    }
    return noted == Noted.DONE;
  }

  /** What came of noting settings. */
  private enum Noted {
    DONE,
    FENCED_OFF,
    TAKEN_BACK
  }

  /** What something needs only with these settings is made with the first of them, and kept. */
  private void addNeeded(
      Connection connection, StackSeal seal, KeptStack kept, StackSettings settings)
      throws SQLException {
    var names = new HashSet<>(kept.secrets().keySet());
    var made = new HashMap<String, String>();
    AuthSettings.neededSecrets(settings).stream()
        .filter(names::add)
        .forEach(name -> made.put(name, declared.make(name, random)));
    if (!made.isEmpty()) {
      StackSecretTable.insert(connection, seal, made);
      StackSecretTable.given(connection, seal.project(), names);
    }
  }

  @Override
  public boolean configureBack(StackSpec stack, SettingSection section) {
    return inTransaction(connection -> {
      lock(connection, stack.project());
      if (!StackSettingTable.holds(connection, stack)
          || !StackSettingTable.back(connection, stack, section)) {
        return false;
      }
      if (Contents.SECTIONS.contains(section)) {
        notes(connection, stack.project(), stack.organization()).back(stack.generation(), section);
      }
      return true;
    });
  }

  @Override
  public void discard(ProjectRef project, SettingsChange change) {
    var contents = Revision.of(change);
    if (contents.isEmpty()) {
      return;
    }
    inTransaction(connection -> {
      lock(connection, project);
      var organization = StackSecretTable.organizationOf(connection, project);
      if (organization.isPresent()) {
        notes(connection, project, organization.get()).discard(contents.get());
      }
      return project;
    });
  }

  private ContentNotes notes(Connection connection, ProjectRef project, OrganizationId organization)
      throws SQLException {
    var key = keys.openOrCreate(connection, organization);
    return new ContentNotes(
        new ContentPlace(connection, new StackSeal(project, organization, key)));
  }

  private String opened(
      SealedSecret sealed, OrganizationId organization, SettingSection section, String name)
      throws StackFailure {
    try {
      var value = sealing.open(sealed, organization, SettingsChange.field(section, name));
      return SettingList.of(section).get(name).canonical(value);
    } catch (SecretException e) {
      throw new StackFailure(
          UNREADABLE, "The value of " + name + " could not be opened; submit it again.", false, e);
    } catch (IllegalArgumentException e) {
      throw new StackFailure(
          StackFailure.SETTING_REFUSED, String.valueOf(e.getMessage()), false, e);
    }
  }

  @Override
  public void destroy(ProjectRef project) {
    inTransaction(connection -> {
      lock(connection, project);
      StackSecretTable.delete(connection, project);
      ContentTable.delete(connection, project);
      return project;
    });
  }

  private String unsealed(SealedSecret sealed, OrganizationId organization) throws StackFailure {
    String password;
    try {
      password = sealing.open(sealed, organization, StackSecrets.DB_PASS);
    } catch (SecretException e) {
      throw new StackFailure(
          UNREADABLE, "The database password could not be opened; submit it again.", false, e);
    }
    if (password.isEmpty()
        || password.length() > LONGEST_PASSWORD
        || password.chars().anyMatch(Character::isISOControl)) {
      throw new StackFailure(
          INVALID,
          "The database password must have 1 to %d characters and no control characters."
              .formatted(LONGEST_PASSWORD),
          false,
          null);
    }
    return password;
  }

  /** Two workers that open the same new stack make one set of secrets. */
  static void lock(Connection connection, ProjectRef project) throws SQLException {
    try (var lock =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(hashtextextended('stack_secret:' || ?, 0))")) {
      lock.setString(1, project.value());
      lock.execute();
    }
  }

  /** Work with the vault's database. */
  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) {
    return withConnection(connection -> {
      connection.setAutoCommit(false);
      var committed = false;
      try {
        var result = work.run(connection);
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    });
  }

  private <T> T withConnection(Work<T> work) {
    try (var connection = database.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new SecretException("The secrets can't be reached: " + e.getSQLState(), e);
    }
  }
}
