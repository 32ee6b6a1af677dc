package io.rickyard.worker.types;

/**
 * The types by which programs name rows and enums briefly ({@code Tables<"people">}); they are part
 * of the generated file's interface and depend on no database.
 */
final class HelperTypes {

  private static final String DEFAULTS =
      """
      type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">

      type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

      """;

  /** A name's parameter, which is a thing of the default schema or says its schema first. */
  private static final String HEAD =
      """
      export type NAME<
        OPTIONS extends
      CHOICES
        PART extends (OPTIONS extends {
          schema: keyof DatabaseWithoutInternals
        }
          ? keyof OF_SCHEMA
          : never) = never,
      > = OPTIONS extends {
        schema: keyof DatabaseWithoutInternals
      }
      """;

  private static final String ROW_OF_TABLE_OR_VIEW =
      """
        ? OF_SCHEMA[PART] extends {
            Row: infer R
          }
          ? R
          : never
        : OPTIONS extends keyof (DefaultSchema["Tables"] &
              DefaultSchema["Views"])
          ? (DefaultSchema["Tables"] &
              DefaultSchema["Views"])[OPTIONS] extends {
              Row: infer R
            }
            ? R
            : never
          : never

      """;

  private static final String FORM_OF_TABLE =
      """
        ? OF_SCHEMA[PART] extends {
            FORM: infer LETTER
          }
          ? LETTER
          : never
        : OPTIONS extends keyof DefaultSchema["KIND"]
          ? DefaultSchema["KIND"][OPTIONS] extends {
              FORM: infer LETTER
            }
            ? LETTER
            : never
          : never

      """;

  private static final String THING =
      """
        ? OF_SCHEMA[PART]
        : OPTIONS extends keyof DefaultSchema["KIND"]
          ? DefaultSchema["KIND"][OPTIONS]
          : never

      """;

  static final String TEXT =
      DEFAULTS
          + tables()
          + form("TablesInsert", "Insert", "I")
          + form("TablesUpdate", "Update", "U")
          + thing("Enums", "DefaultSchemaEnumNameOrOptions", "EnumName")
          + thing("CompositeTypes", "PublicCompositeTypeNameOrOptions", "CompositeTypeName");

  private HelperTypes() {}

  private static String tables() {
    String both =
        """
        (DatabaseWithoutInternals[OPTIONS["schema"]]["Tables"] &
              DatabaseWithoutInternals[OPTIONS["schema"]]["Views"])\
        """;
    String head = HEAD.replace("OF_SCHEMA", both.replace("\n", "\n  "));
    return (head + ROW_OF_TABLE_OR_VIEW)
        .replace("NAME", "Tables")
        .replace("CHOICES", choices("(DefaultSchema[\"Tables\"] & DefaultSchema[\"Views\"])"))
        .replace("OF_SCHEMA", both)
        .replace("OPTIONS", "DefaultSchemaTableNameOrOptions")
        .replace("PART", "TableName");
  }

  private static String form(String name, String form, String letter) {
    return named(
            HEAD + FORM_OF_TABLE, name, "Tables", "DefaultSchemaTableNameOrOptions", "TableName")
        .replace("FORM", form)
        .replace("LETTER", letter);
  }

  private static String thing(String kind, String options, String part) {
    return named(HEAD + THING, kind, kind, options, part);
  }

  private static String named(
      String template, String name, String kind, String options, String part) {
    return template
        .replace("NAME", name)
        .replace("CHOICES", choices("DefaultSchema[\"%s\"]".formatted(kind)))
        .replace("OF_SCHEMA", "DatabaseWithoutInternals[OPTIONS[\"schema\"]][\"KIND\"]")
        .replace("KIND", kind)
        .replace("OPTIONS", options)
        .replace("PART", part);
  }

  /** One under the other where they are too long for one line. */
  private static String choices(String ofDefaultSchema) {
    String ours = "keyof " + ofDefaultSchema;
    String others = "{ schema: keyof DatabaseWithoutInternals },";
    String together = "    " + ours + " | " + others;
    return together.length() <= 80 ? together : "    | " + ours + "\n    | " + others;
  }
}
