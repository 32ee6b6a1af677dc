package io.rickyard.service;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a service's schema up to its changelog, acting as the schema's owner. Liquibase takes a
 * lock in the schema, so that several instances that start at once do it one after the other. Where
 * the schema's {@link ChangelogMark} says that this very changelog has been through already,
 * Liquibase is left alone.
 */
final class SchemaMigration {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);

  /** Liquibase logs through the JDK; held here, because a logger nobody holds forgets its level. */
  private static final java.util.logging.Logger LIQUIBASE =
      java.util.logging.Logger.getLogger("liquibase");

  static {
    LIQUIBASE.setLevel(Level.WARNING);
  }

  private static final ClassLoader CLASSES = SchemaMigration.class.getClassLoader();

  private final DatabaseSettings database;
  private final SchemaDefinition schema;

  SchemaMigration(DatabaseSettings database, SchemaDefinition schema) {
    this.database = database;
    this.schema = schema;
  }

  void run() {
    try (var connection = connect()) {
      var mark = new ChangelogMark(connection);
      var fingerprint = new ChangelogFingerprint(CLASSES).of(schema.changelog());
      if (fingerprint.isPresent() && mark.stands(fingerprint.get())) {
        LOG.info("schema={} changelog={} stands", schema.schema(), schema.changelog());
        return;
      }
      waitForTurn(connection);
      releaseStaleLock(connection);
      update(connection);
      connection.setAutoCommit(true); // which Liquibase had turned off
      if (fingerprint.isPresent()) {
        mark.set(fingerprint.get());
      }
      LOG.info("schema={} changelog={} applied", schema.schema(), schema.changelog());
    } catch (SQLException | LiquibaseException | IOException e) {
      throw new IllegalStateException(
          "The schema " + schema.schema() + " could not be brought up to " + schema.changelog(), e);
    }
  }

  private void waitForTurn(Connection connection) throws SQLException {
    try (var lock =
        connection.prepareStatement(
            "select pg_advisory_lock(hashtext('rickyard.migration.' || ?))")) {
      lock.setString(1, schema.schema());
      lock.execute();
    }
  }

  private static void releaseStaleLock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select to_regclass('databasechangeloglock') is not null")) {
      rows.next();
      if (!rows.getBoolean(1)) {
        return;
      }
    }
    try (var statement = connection.createStatement()) {
      statement.execute(
          "update databasechangeloglock set locked = false, lockgranted = null, lockedby = null where locked");
    }
  }

  private Connection connect() throws SQLException {
    String options =
        URLEncoder.encode(
                "-c role=" + schema.owner() + " -c search_path=" + schema.schema(),
                StandardCharsets.UTF_8)
            .replace("+", "%20");
    String separator = database.url().contains("?") ? "&" : "?";
    return DriverManager.getConnection(
        database.url() + separator + "options=" + options,
        database.migratorUsername(),
        database.migratorPassword());
  }

  private void update(Connection connection) throws LiquibaseException {
    var target =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    target.setDefaultSchemaName(schema.schema());
    target.setLiquibaseSchemaName(schema.schema());
    try {
      Scope.child(
          Map.of(
              Scope.Attr.resourceAccessor.name(),
              new ClassLoaderResourceAccessor(CLASSES),
              Scope.Attr.ui.name(),
              new LoggerUIService()),
          () ->
              new CommandScope(UpdateCommandStep.COMMAND_NAME)
                  .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, target)
                  .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, schema.changelog())
                  .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                  .execute());
    } catch (LiquibaseException e) {
      throw e;
    } catch (Exception e) {
      // Scope.child declares Exception; what is not Liquibase's own is still a failed migration.
      throw new LiquibaseException(e);
    }
  }
}
