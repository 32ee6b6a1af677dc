package io.rickyard.worker.secret;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.DeployedFunction;
import io.rickyard.worker.content.FunctionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What members put into stacks, in PostgreSQL beside the stacks' secrets and under the same keys. A
 * stack without secrets has none.
 */
final class ContentVault implements ContentStore {

  private final DataSource database;
  private final OrganizationKeys keys;

  ContentVault(DataSource database, OrganizationKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  @Override
  public Contents open(ProjectRef project) {
    return read(
            project,
            (connection, owner) ->
                ContentTable.read(connection, project, owner.organization(), owner.key()))
        .orElse(Contents.NONE);
  }

  @Override
  public Optional<FunctionSource> source(ProjectRef project, String slug, String sha256) {
    return read(
        project,
        (connection, owner) ->
            ContentTable.source(
                connection, project, owner.organization(), owner.key(), slug, sha256));
  }

  @Override
  public <T> T change(ProjectRef project, Change<T> change) throws ContentRefused {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      var committed = false;
      try {
        SecretVault.lock(connection, project);
        var owner =
            owner(connection, project)
                .orElseThrow(() -> new IllegalStateException(project + " has no secrets"));
        var before =
            ContentTable.read(connection, project, owner.organization(), owner.key())
                .orElse(Contents.NONE);
        var changed = change.of(before, new KeptSources(connection, project, owner));
        ContentTable.write(
            connection, project, owner.organization(), owner.key(), changed.contents());
        ContentTable.forget(
            connection,
            project,
            changed.contents().functions().bySlug().values().stream()
                .map(DeployedFunction::sha256)
                .toList());
        connection.commit();
        committed = true;
        return changed.told();
      } finally {
        if (!committed) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  /** Whose a project is, and the key of theirs. */
  private record Owner(OrganizationId organization, Aead key) {}

  /** Something that is looked up. */
  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(Connection connection, Owner owner) throws SQLException;
  }

  private <T> Optional<T> read(ProjectRef project, Question<T> question) {
    try (var connection = database.getConnection()) {
      var owner = owner(connection, project);
      return owner.isEmpty() ? Optional.empty() : question.ask(connection, owner.get());
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private Optional<Owner> owner(Connection connection, ProjectRef project) throws SQLException {
    var organization = StackSecretTable.organizationOf(connection, project);
    if (organization.isEmpty()) {
      return Optional.empty();
    }
    return keys.open(connection, organization.get()).map(key -> new Owner(organization.get(), key));
  }

  private static SecretException unreachable(SQLException e) {
    return new SecretException("What was put into stacks can't be reached: " + e.getSQLState(), e);
  }

  /** Sources within one transaction; a database that fails in it fails all of it. */
  private record KeptSources(Connection connection, ProjectRef project, Owner owner)
      implements Sources {

    @Override
    public void keep(String slug, FunctionSource source) {
      try {
        ContentTable.keep(connection, project, owner.organization(), owner.key(), slug, source);
      } catch (SQLException e) {
        throw unreachable(e);
      }
    }

    @Override
    public Optional<FunctionSource> find(String slug, String sha256) {
      try {
        return ContentTable.source(
            connection, project, owner.organization(), owner.key(), slug, sha256);
      } catch (SQLException e) {
        throw unreachable(e);
      }
    }
  }
}
