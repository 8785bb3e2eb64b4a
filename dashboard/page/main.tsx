import './styles/page.css';
import { render } from 'preact';
import { connect } from './connect.ts';
import { LessonBar } from './lessons/lesson-bar.tsx';
import { followAddress } from './lessons/open-lesson.ts';
import { Books } from './panels/books.tsx';
import { Consumers } from './panels/consumers.tsx';
import { Faults, Help } from './panels/dialogs.tsx';
import { Events } from './panels/events.tsx';
import { Firehose } from './panels/firehose.tsx';
import { Follow } from './panels/follow.tsx';
import { Header } from './panels/header.tsx';
import { Lanes } from './panels/lanes.tsx';
import { Latency } from './panels/latency.tsx';
import { Objects, OpenedObject } from './panels/objects.tsx';
import { Producer } from './panels/producer.tsx';
import { prefersStillness, showsTable } from './settings.ts';
import { listenToKeys } from './shortcuts.ts';
import { receive } from './store.ts';
import { say } from './strings/strings.ts';
import { hashTyped } from './typed-key.ts';

function Page() {
  return (
    <>
      <a class="skip" href="#shards">
        {say().skip}
      </a>
      <Header />
      <main>
        <Producer />
        <Lanes />
        <Consumers />
        <Firehose />
        <Objects />
        <Latency />
        <Books />
        <Follow />
        <Events />
      </main>
      <LessonBar />
      <Help />
      <Faults />
      <OpenedObject />
    </>
  );
}

showsTable.value = prefersStillness;
render(<Page />, document.body);
connect(receive);
listenToKeys();
followAddress();
void hashTyped();
