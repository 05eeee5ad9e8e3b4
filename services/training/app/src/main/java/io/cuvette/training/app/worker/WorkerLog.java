package io.cuvette.training.app.worker;

import java.util.logging.Handler;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.ConsoleHandler.Target;

/** A worker's log: standard error, which the launcher keeps as the log of the attempt. */
final class WorkerLog {

    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{3.}] (%t) %s%e%n";

    private WorkerLog() {}

    /**
     * The log manager on the class path is Quarkus', which holds everything back until an
     * application is configured. In a worker there is none.
     */
    static void open() {
        Logger root = LogContext.getLogContext().getLogger("");
        root.setLevel(Level.INFO);
        root.setHandlers(
                new Handler[] {new ConsoleHandler(Target.SYSTEM_ERR, new PatternFormatter(LINE))});
    }
}
