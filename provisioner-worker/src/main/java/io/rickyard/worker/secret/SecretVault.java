package io.rickyard.worker.secret;

import com.google.crypto.tink.Aead;
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
    var known = open(project);
    if (known.isPresent()) {
      return known.get();
    }
    var password =
        dbPass.isPresent() ? unsealed(dbPass.get(), organization) : StackKeys.password(random);
    return inTransaction(connection -> {
      lock(connection, project);
      requireNoneLost(connection, project);
      var key = keys.openOrCreate(connection, organization);
      var rows = StackSecretTable.read(connection, project, organization, key);
      rows.putIfAbsent(StackSecrets.DB_PASS, password);
      return whole(connection, project, organization, key, rows);
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
      var key = keys.openOrCreate(connection, organization);
      StackSecretTable.insert(connection, project, organization, key, secrets);
      StackSecretTable.given(connection, project, secrets.keySet());
      return new StackSecrets(shown(StackSecretTable.read(connection, project, organization, key)));
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
    return inTransaction(connection -> {
      var found = StackSecretTable.organizationOf(connection, project);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var organization = found.get();
      var key =
          keys.open(connection, organization)
              .orElseThrow(() -> new SecretException("There is no key of " + organization + "."));
      keys.remember(organization, key);
      requireNoneLost(connection, project);
      var rows = StackSecretTable.read(connection, project, organization, key);
      var settings = StackSettingTable.read(connection, project, organization, key);
      if (rows.containsKey(ADOPTED)) {
        return Optional.of(new StackSecrets(shown(rows), settings));
      }
      if (rows.keySet().containsAll(declared.names())) {
        return Optional.of(
            chosen(rows, settings)
                .with(contents(new ContentPlace(connection, project, organization, key))));
      }
      lock(connection, project);
      rows = StackSecretTable.read(connection, project, organization, key);
      return rows.isEmpty()
          ? Optional.empty() // destroyed meanwhile
          : Optional.of(
              chosen(whole(connection, project, organization, key, rows).byName(), settings)
                  .with(contents(new ContentPlace(connection, project, organization, key))));
    });
  }

  /** A password that was chosen since stands in the place of the first one. */
  private static StackSecrets chosen(Map<String, String> rows, StackSettings settings) {
    var secrets = new HashMap<>(rows);
    settings
        .find(SettingSection.PASSWORD, StackSecrets.DB_PASS)
        .ifPresent(password -> secrets.put(StackSecrets.DB_PASS, password));
    return new StackSecrets(secrets, settings);
  }

  private static Contents contents(ContentPlace place) throws SQLException {
    return ContentTable.read(place).orElse(Contents.NONE);
  }

  /** A new one in the place of a lost one would open nothing that the old one did. */
  private static void requireNoneLost(Connection connection, ProjectRef project)
      throws SQLException {
    var lost = StackSecretTable.lost(connection, project);
    if (!lost.isEmpty()) {
      throw new SecretException(
          "%s of %s: the database of the control plane has lost it; restore that from its backup"
              .formatted(lost, project));
    }
  }

  /** Adds what is missing, under the stack's lock. */
  private StackSecrets whole(
      Connection connection,
      ProjectRef project,
      OrganizationId organization,
      Aead key,
      Map<String, String> known)
      throws SQLException {
    var all = new HashMap<>(declared.make(project, clock.instant(), random));
    all.putAll(known);
    StackSecretTable.insert(connection, project, organization, key, all);
    StackSecretTable.given(connection, project, all.keySet());
    return new StackSecrets(all);
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
          var key = keys.openOrCreate(connection, stack.organization());
          var place = new ContentPlace(connection, stack.project(), stack.organization(), key);
          var contents = Revision.of(change);
          if (contents.isPresent()
              && !new ContentNotes(place).note(stack.generation(), contents.get())) {
            return Noted.TAKEN_BACK;
          }
          var before =
              StackSettingTable.read(connection, stack.project(), stack.organization(), key)
                  .of(change.section());
          var after = change.after(before, opened);
          StackSettingTable.write(connection, stack, key, change.section(), after);
          addNeeded(connection, stack, key, new StackSettings(Map.of(change.section(), after)));
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
  private void addNeeded(Connection connection, StackSpec stack, Aead key, StackSettings settings)
      throws SQLException {
    var all = StackSecretTable.read(connection, stack.project(), stack.organization(), key);
    var made = new HashMap<String, String>();
    AuthSettings.neededSecrets(settings).stream()
        .filter(name -> !all.containsKey(name))
        .forEach(name -> made.put(name, declared.make(name, random)));
    if (!made.isEmpty()) {
      all.putAll(made);
      StackSecretTable.insert(connection, stack.project(), stack.organization(), key, made);
      StackSecretTable.given(connection, stack.project(), all.keySet());
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
        var key = keys.openOrCreate(connection, stack.organization());
        new ContentNotes(new ContentPlace(connection, stack.project(), stack.organization(), key))
            .back(stack.generation(), section);
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
        var key = keys.openOrCreate(connection, organization.get());
        new ContentNotes(new ContentPlace(connection, project, organization.get(), key))
            .discard(contents.get());
      }
      return project;
    });
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

  /** Work in one transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) {
    try (var connection = database.getConnection()) {
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
    } catch (SQLException e) {
      throw new SecretException("The secrets can't be reached: " + e.getSQLState(), e);
    }
  }
}
