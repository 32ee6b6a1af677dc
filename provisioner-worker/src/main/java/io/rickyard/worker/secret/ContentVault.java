package io.rickyard.worker.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSource;
import io.rickyard.worker.content.RequestKey;
import io.rickyard.worker.content.Revision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
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
    return read(project, ContentTable::read).orElse(Contents.NONE);
  }

  @Override
  public Optional<FunctionSource> source(ProjectRef project, String slug, String sha256) {
    return read(project, place -> ContentTable.source(place, slug, sha256));
  }

  @Override
  public <T> T change(ProjectRef project, Change<T> change) throws ContentRefused {
    return inTransaction(project, place -> changed(place, change).told());
  }

  @Override
  public Answered changeOnce(ProjectRef project, RequestKey request, Change<JsonNode> change)
      throws ContentRefused {
    return inTransaction(
        project,
        place -> {
          var answers = new ContentAnswers(place);
          var before = answers.find(request);
          if (before.isPresent()) {
            return new Answered(before.get(), true);
          }
          var changed = changed(place, change);
          answers.keep(request, changed.contents().revision(), changed.told());
          return new Answered(changed.told(), false);
        });
  }

  @Override
  public void discard(ProjectRef project, Revision change) {
    try {
      inTransaction(
          project,
          place -> {
            new ContentNotes(place).discard(change);
            new ContentAnswers(place).forget(change);
            return change;
          });
    } catch (ContentRefused e) {
      throw new IllegalStateException("Nothing is refused of what is taken back", e);
    }
  }

  private static <T> Changed<T> changed(ContentPlace place, Change<T> change)
      throws SQLException, ContentRefused {
    var notes = new ContentNotes(place);
    var before = ContentTable.read(place).orElse(Contents.NONE);
    notes.begin(before);
    var changed = change.of(before, new KeptSources(place));
    ContentTable.write(place, changed.contents());
    ContentTable.forget(
        place,
        Stream.concat(changed.contents().sources().stream(), notes.sources().stream()).toList());
    return changed;
  }

  /** Something done to a stack's contents. */
  @FunctionalInterface
  private interface Work<T> {
    T in(ContentPlace place) throws SQLException, ContentRefused;
  }

  /** One after the other for a stack. */
  private <T> T inTransaction(ProjectRef project, Work<T> work) throws ContentRefused {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      var committed = false;
      try {
        SecretVault.lock(connection, project);
        var place =
            place(connection, project)
                .orElseThrow(() -> new IllegalStateException(project + " has no secrets"));
        var done = work.in(place);
        connection.commit();
        committed = true;
        return done;
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

  /** Something that is looked up. */
  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(ContentPlace place) throws SQLException;
  }

  private <T> Optional<T> read(ProjectRef project, Question<T> question) {
    try (var connection = database.getConnection()) {
      var place = place(connection, project);
      return place.isEmpty() ? Optional.empty() : question.ask(place.get());
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private Optional<ContentPlace> place(Connection connection, ProjectRef project)
      throws SQLException {
    var organization = StackSecretTable.organizationOf(connection, project);
    if (organization.isEmpty()) {
      return Optional.empty();
    }
    return keys.open(connection, organization.get())
        .map(key -> new ContentPlace(connection, new StackSeal(project, organization.get(), key)));
  }

  private static SecretException unreachable(SQLException e) {
    return new SecretException("What was put into stacks can't be reached: " + e.getSQLState(), e);
  }

  /** Sources within one transaction; a database that fails in it fails all of it. */
  private record KeptSources(ContentPlace place) implements Sources {

    @Override
    public void keep(String slug, FunctionSource source) {
      try {
        ContentTable.keep(place, slug, source);
      } catch (SQLException e) {
        throw unreachable(e);
      }
    }

    @Override
    public Optional<FunctionSource> find(String slug, String sha256) {
      try {
        return ContentTable.source(place, slug, sha256);
      } catch (SQLException e) {
        throw unreachable(e);
      }
    }
  }
}
