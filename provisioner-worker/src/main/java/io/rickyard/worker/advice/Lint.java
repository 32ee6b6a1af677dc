package io.rickyard.worker.advice;

import static io.rickyard.worker.advice.Advisor.PERFORMANCE;
import static io.rickyard.worker.advice.Advisor.SECURITY;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What is looked for, under the names that the hosted platform has for it. */
enum Lint {
  RLS_DISABLED_IN_PUBLIC(
      SECURITY,
      Level.ERROR,
      "Row level security is off",
      "Whoever has the publishable key reads and writes all rows of a served table without it.",
      "alter table ... enable row level security, and create policies for who may do what."),
  POLICY_EXISTS_RLS_DISABLED(
      SECURITY,
      Level.ERROR,
      "Policies without row level security",
      "Policies count only while row level security is on for their table.",
      "alter table ... enable row level security"),
  RLS_ENABLED_NO_POLICY(
      SECURITY,
      Level.INFO,
      "Row level security without a policy",
      "Without a policy the API shows no row of the table to anybody.",
      "Create policies, or leave it if nobody is to see the table."),
  SECURITY_DEFINER_VIEW(
      SECURITY,
      Level.ERROR,
      "View with its owner's rights",
      "Such a view shows rows that the policies of its tables keep from whoever asks.",
      "alter view ... set (security_invoker = on)"),
  FUNCTION_SEARCH_PATH_MUTABLE(
      SECURITY,
      Level.WARN,
      "Function without a search_path of its own",
      "A caller can let the function find tables and functions of the caller's in place of those meant.",
      "alter function ... set search_path = '', and name the schemas in its body."),
  AUTH_USERS_EXPOSED(
      SECURITY,
      Level.ERROR,
      "auth.users is exposed",
      "A served view over auth.users shows the accounts of all users to anon or authenticated.",
      "Revoke the right to select from it, or move it to a schema that is not served."),
  MATERIALIZED_VIEW_IN_API(
      SECURITY,
      Level.WARN,
      "Materialized view is served",
      "Policies do not protect materialized views: all its rows are shown.",
      "Revoke the right to select from it, or move it to a schema that is not served."),
  FOREIGN_TABLE_IN_API(
      SECURITY,
      Level.WARN,
      "Foreign table is served",
      "Policies do not protect foreign tables: all its rows are shown.",
      "Revoke the right to select from it, or move it to a schema that is not served."),
  EXTENSION_IN_PUBLIC(
      SECURITY,
      Level.WARN,
      "Extension in the schema public",
      "What an extension brings can be called through the API where it is in a served schema.",
      "alter extension ... set schema extensions"),
  RLS_REFERENCES_USER_METADATA(
      SECURITY,
      Level.ERROR,
      "Policy trusts user_metadata",
      "Users change their own user_metadata, and with it what such a policy allows them.",
      "Use app_metadata, or a table that users cannot write."),
  UNSUPPORTED_REG_TYPES(
      SECURITY,
      Level.WARN,
      "Columns that cannot be upgraded",
      "pg_upgrade refuses databases with columns of these types, since they hold internal numbers.",
      "Store the name as text."),
  UNINDEXED_FOREIGN_KEYS(
      PERFORMANCE,
      Level.INFO,
      "Foreign key without an index",
      "Deleting or changing a row that is referred to reads the whole referring table, and so do joins.",
      "create index on the columns of the foreign key"),
  NO_PRIMARY_KEY(
      PERFORMANCE,
      Level.INFO,
      "Table without a primary key",
      "Rows cannot be told apart, replicated or paged through cheaply.",
      "alter table ... add primary key (...)"),
  DUPLICATE_INDEX(
      PERFORMANCE,
      Level.WARN,
      "Indexes that are the same",
      "Each of them is written with every change, and one would do.",
      "Drop all but one."),
  UNUSED_INDEX(
      PERFORMANCE,
      Level.INFO,
      "Index that was never used",
      "It is written with every change, and no query has read it since statistics began.",
      "Drop it, unless it is for queries that are still to come."),
  AUTH_RLS_INITPLAN(
      PERFORMANCE,
      Level.WARN,
      "Policy evaluates the same again for each row",
      "A call of auth.uid() or the like inside a policy is repeated for every row that is looked at.",
      "Write (select auth.uid()) in place of auth.uid(), so that it is called once."),
  MULTIPLE_PERMISSIVE_POLICIES(
      PERFORMANCE,
      Level.WARN,
      "Several permissive policies for the same",
      "All of them are evaluated for every row, for one role and one command.",
      "Join them into one with or.");

  /** How bad it is. */
  enum Level {
    ERROR,
    WARN,
    INFO
  }

  private static final String SCOPE = resource("scope");

  private final Advisor advisor;
  private final Level level;
  private final String title;
  private final String description;
  private final String remediation;

  Lint(Advisor advisor, Level level, String title, String description, String remediation) {
    this.advisor = advisor;
    this.level = level;
    this.title = title;
    this.description = description;
    this.remediation = remediation;
  }

  Advisor advisor() {
    return advisor;
  }

  Level level() {
    return level;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  String remediation() {
    return remediation;
  }

  /** The name on the wire, and of the resource with its question. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What it asks. Each row is something found: schema, name, type of the thing, a sentence, and
   * maybe what tells it from others at the same thing, a foreign key's name and its columns.
   */
  String question() {
    return SCOPE + resource(key());
  }

  private static String resource(String name) {
    String file = name + ".sql";
    try (var resource = Lint.class.getResourceAsStream(file)) {
      return new String(requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
