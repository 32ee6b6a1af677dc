package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.snippet.Snippets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQL that people keep beside projects. */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
final class SnippetController {

  private final Snippets snippets;

  SnippetController(Snippets snippets) {
    this.snippets = snippets;
  }

  @Get("/snippets{?project,after}")
  List<SnippetForms.SnippetForm> list(
      Authentication authentication,
      @Nullable @QueryValue String project,
      @Nullable @QueryValue String after) {
    return snippets
        .of(
            Callers.user(authentication),
            Optional.ofNullable(project).map(Reading::project),
            after == null ? null : Reading.snippet(after))
        .stream()
        .map(SnippetForms.SnippetForm::of)
        .toList();
  }

  @Get("/snippets/{id}")
  SnippetForms.SnippetForm get(Authentication authentication, String id) {
    return SnippetForms.SnippetForm.of(
        snippets.get(Callers.user(authentication), Reading.snippet(id)));
  }

  @Post("/projects/{ref}/snippets")
  @Status(HttpStatus.CREATED)
  SnippetForms.SnippetForm keep(
      Authentication authentication,
      HttpRequest<?> request,
      String ref,
      @Body SnippetForms.TextForm form) {
    return SnippetForms.SnippetForm.of(
        snippets.keep(Callers.deed(authentication, request), Reading.project(ref), form.text()));
  }

  @Put("/snippets/{id}")
  SnippetForms.SnippetForm change(
      Authentication authentication,
      HttpRequest<?> request,
      String id,
      @Body SnippetForms.TextForm form) {
    return SnippetForms.SnippetForm.of(
        snippets.change(Callers.deed(authentication, request), Reading.snippet(id), form.text()));
  }

  @Delete("/snippets/{id}")
  @Status(HttpStatus.NO_CONTENT)
  void forget(Authentication authentication, HttpRequest<?> request, String id) {
    snippets.forget(Callers.deed(authentication, request), Reading.snippet(id));
  }
}
