/** What the worker answers itself: a project's keys and where its database listens. Reads only. */
@NullMarked
package io.rickyard.worker.http;

import org.jspecify.annotations.NullMarked;
