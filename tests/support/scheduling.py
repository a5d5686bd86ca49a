"""Which process runs which tests."""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController


class FilesTogether(LoadScopeScheduling):
    """Tests of a file run in one process, so that what they share is made once.

    Those of the browser share a server as well, and all run in one.  A test that kills its process fails,
    and the others go on elsewhere; left to itself the scheduler would hand out once more what is done,
    and wait for it for ever.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "tests/browser" if file.startswith("tests/browser/") else file

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a process out, and return the test at which it died, if it had any to run."""
        left = {
            file: tests for file, tests in self.assigned_work.pop(node).items() if not all(tests.values())
        }
        if not left:
            return None
        tests = next(iter(left.values()))
        deadly = next(test for test, is_done in tests.items() if not is_done)
        tests[deadly] = True
        self.workqueue.update({file: tests for file, tests in left.items() if not all(tests.values())})
        for other in self.assigned_work:
            self._reschedule(other)
        return deadly
