/**
 * Spans: what a request set in motion, across services, with its times and its outcome. Here is the
 * port that services make them through, and what makes those of requests and messages; the format
 * and the export belong to {@code opentelemetry}. Where nobody asked for spans, nothing here is at
 * work. No span holds a payload, a query or a secret.
 */
@NullMarked
package io.rickyard.service.trace;

import org.jspecify.annotations.NullMarked;
