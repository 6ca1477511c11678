// Made by python3 run.py build of 88 files in learner/src, live/src and the course's extension, sha256 1f1bfa78bdccbf0b, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
(()=>{var person={walks:!1},isStep=event=>/^(Tab|Arrow)/.test(event.key);document.addEventListener("keydown",event=>isStep(event)&&(person.walks=!0),!0);document.addEventListener("pointerdown",()=>person.walks=!1,!0);var ids=globalThis[Symbol.for("derisking.ids")]??={count:0};function h(kind,properties={},...children){let[tag,...classes]=kind.split("."),node=document.createElement(tag);classes.length&&(node.className=classes.join(" "));for(let[key,value]of Object.entries(properties))value!=null&&(key.startsWith("on")?node.addEventListener(key.slice(2),value):key==="style"?node.style.cssText=value:key==="html"?node.innerHTML=value:key in node&&!key.includes("-")?node[key]=value:node.setAttribute(key,value));return node.append(...children.filter(child=>child!=null)),node}function svg(tag,properties,...children){let node=document.createElementNS("http://www.w3.org/2000/svg",tag);for(let[key,value]of Object.entries(properties))node.setAttribute(key,value);return node.append(...children),node}var UNIT="[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?",NUMBER=RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${UNIT}(?: ?(?:per |/ ?)${UNIT})?)?\\.?$`),folded=text2=>text2.replace(/[！-～]/g,one=>String.fromCharCode(one.charCodeAt(0)-65248)).replaceAll("−","-").replaceAll("。",".").replaceAll("、",",");function parseNumber(text2){let bare=folded(String(text2)).trim().replace(/[\s_]+/g," ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g,"$1"),[,found]=bare.match(NUMBER)??[];if(!found||/^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(found))return null;let number=Number(found.replace(",","."));return Number.isFinite(number)?number:null}var counted=(n,one,many)=>`${n} ${n===1?one:many}`;function above(mine,part,make,broad){let figure=h(broad?"figure.dr-picture.dr-broad":"figure.dr-picture"),said=h("span",{role:"status"}),tries=0,shown,draw=make(()=>show(!0));function show(tapped){let now=[parseNumber(part.node.querySelector("input.dr-number")?.value??""),mine.share,mine.share===void 0?tries:Math.max(tries,1)];if(!tapped&&now.join()===shown)return;shown=now.join();let{drawing:drawing2,words}=draw(...now);figure.replaceChildren(drawing2,h("figcaption",{},said)),said.textContent=words}part.node.before(figure),mine.card.addEventListener("submit",()=>tries+=1,!0),mine.card.addEventListener("input",()=>show()),document.addEventListener("dr-answered",()=>show()),show()}var drawing=(name,box,...parts)=>svg("svg",{viewBox:box,role:"img","aria-label":name},...parts),text=(x,y,words,more={})=>svg("text",{x,y,...more},words),rect=(x,y,width,height,more)=>svg("rect",{x,y,width,height,...more});function later(milliseconds,node){return node.style.animationDelay=`${milliseconds}ms`,node}var RADIUS=150,MOST=1200,places=[];for(let x=-20;x<20;x+=1)for(let y=-20;y<20;y+=1)places.push({x,y,far:Math.hypot(Math.max(-x,x+1),Math.max(-y,y+1))*10});places.sort((a,b)=>a.far-b.far||a.y-b.y||a.x-b.x);var FIT=places.filter(({far})=>far<=RADIUS).length;function laid(number,share){if(share===void 0)return{drawing:drawing("A wafer of 300 mm with one die of 10 by 10 mm on it.","-172 -158 344 350",disc(),rect(0,-10,10,10,{class:"dr-die dr-hit"}),...measure()),words:"One die on the wafer, to scale. Check your number, and as many dies are laid out."};let n=Math.max(0,Math.floor(number)),on=places.slice(0,Math.min(n,MOST)),over=n-Math.min(n,FIT),square=({x,y,far})=>later(far*6,rect(x*10,y*10,10,10,{class:far>RADIUS?"dr-die dr-over-edge":"dr-die"})),filled=over?`${counted(over,"die hangs","dies hang")} over the edge, where the wafer ends.`:n<600?"The wafer has room for more.":`All of them lie on the wafer. Laid out like this, ${FIT-n} more would fit: the rule is an estimate.`,words=`Your ${counted(n,"die","dies")}. ${filled}`;return{drawing:drawing(words,"-172 -158 344 350",disc(),...on.map(square)),words}}var disc=()=>svg("circle",{r:RADIUS,class:"dr-disc"}),measure=()=>[svg("path",{d:"M-150 166H150M-150 161V171M150 161V171",class:"dr-rule"}),text(0,184,"300 mm",{"text-anchor":"middle"}),text(16,-1,"10 mm × 10 mm")],SPECKS=[[.4,.6],[4.4,8.3],[7.5,.8],[9.7,2.7],[6.2,7.4],[9.6,5.5],[7.6,4.5],[2.7,5.6],[7.5,3.5],[8.8,2.6],[3.7,7.3],[.6,6.3],[8.5,6.7],[6.7,6.8],[6.7,7.6],[4.3,4.4],[2.8,1.6],[8.4,2.6],[1.5,8.3],[1.4,4.7]],dieOf=([x,y],wide)=>`${Math.floor(x/wide)} ${Math.floor(y)}`,hitOf=wide=>new Set(SPECKS.map(speck=>dieOf(speck,wide)));function piece(wide,marked,shown,changed){let hit=hitOf(wide),dies=[];for(let y=0;y<10;y+=1)for(let x=0;x<10/wide;x+=1){let key=`${x} ${y}`,die=rect(x*wide*30+1,y*30+1,wide*30-2,28,{class:`dr-die ${(shown?hit:marked).has(key)?"dr-hit":""}`,rx:2});die.addEventListener("click",()=>{marked[marked.has(key)?"delete":"add"](key),changed()}),dies.push(die)}let specks=SPECKS.map(([x,y])=>svg("circle",{cx:x*30,cy:y*30,r:3.6,class:"dr-speck"})),name=`${counted(100/wide,"die","dies")} in a square, and 20 defects on it: ${counted(20-hit.size,"defect falls","defects fall")} on a die that another one has hit.`;return drawing(name,"0 0 300 300",...dies,...specks)}var left=(wide,marked)=>`${counted(marked.size,"die","dies")} tapped, ${100/wide-marked.size} left`;function oneSquare(again){let marked=new Set;return(number,share)=>({drawing:piece(1,marked,share===1,again),words:share===1?"18 of the 100 dies are hit, two of them twice: 20 defects spoil fewer than 20 dies. This square came out as the formula expects; others differ.":`100 dies of 1 cm² from the middle of the wafer, and the 20 defects that fell on them. Tap each die that is hit: ${left(1,marked)}. What share of them works?`})}function twoSquares(again){let[small,large]=[new Set,new Set];return(number,share)=>({drawing:h("div.dr-cuts",{},piece(1,small,share!==void 0,again),piece(2,large,share!==void 0,again)),words:share===void 0?`The same 20 defects on the same silicon, cut into 100 dies or into 50 of twice the area. Tap those that are hit. Small: ${left(1,small)}. Large: ${left(2,large)}.`:`${100-hitOf(1).size} of 100 small dies work, and ${50-hitOf(2).size} of 50 large ones, for the same money.`})}var WEEKS=[[1,.8],[.7,.8],[.4,.8],[.1,.6]];function store(number,share,tries){let known=share===1?4:Math.min(1+tries,3),up=value=>170-value*100,bar=(x,from,to,look,i)=>later(i*500,rect(x,up(to),50,Math.max(0,up(from)-up(to)),{class:look})),parts=[svg("path",{d:`M40 ${up(0)}H508M40 ${up(.8)}H508`,class:"dr-rule"}),text(34,up(.8)-2,"gases",{"text-anchor":"end"}),text(34,up(.8)+13,"allow 0.8",{"text-anchor":"end"})];WEEKS.forEach(([stored,output],i)=>{let x=62+i*112;if(parts.push(text(x+51,190,`week ${i+1}`,{"text-anchor":"middle",class:"dr-strong"})),i<known){parts.push(bar(x,0,stored,"dr-bar dr-stored",i),bar(x,stored,stored+.5,"dr-bar dr-delivered",i),bar(x+52,0,output,"dr-bar dr-output",i));let thin=stored<.15;parts.push(text(thin?x-4:x+25,up(stored/2)+5,String(stored),thin?{"text-anchor":"end",class:"dr-strong"}:{"text-anchor":"middle",class:"dr-on-dark"})),parts.push(text(x+25,up(stored+.25)+5,"+ 0.5",{"text-anchor":"middle"})),parts.push(text(x+77,up(output)+17,String(output),{"text-anchor":"middle",class:"dr-on-dark"})),i||parts.push(text(x+25,up(.5)+22,"store",{"text-anchor":"middle",class:"dr-on-dark"}),text(x+77,up(output)+34,"output",{"text-anchor":"middle",class:"dr-on-dark"}))}else parts.push(rect(x,up(1.5),102,150,{class:"dr-unknown",rx:4})),(i<3||number===null)&&parts.push(text(x+51,up(.7),"?",{"text-anchor":"middle",class:"dr-ask"}))}),number!==null&&number>=0&&share!==1&&parts.push(rect(450,up(Math.min(number,1.5)),50,Math.min(number,1.5)*100,{class:"dr-own"}),text(475,up(Math.min(number,1.5))-5,"yours",{"text-anchor":"middle",class:"dr-ask"}));let shown=WEEKS.slice(0,known).map(([stored,output],i)=>`week ${i+1}: ${stored} in store, output ${output}`).join("; "),words=share===1?"0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone.":`What is in store, what is delivered on top of it, and beside it what is used, the output. What is left over is in store a week later. ${share===void 0?"Type your number, and it stands in week 4.":`Week ${known} is drawn for you: follow the store.`}`;return{drawing:drawing(`Bars. ${shown}.`,"-56 8 566 190",...parts),words}}var pictures={wafer:(mine,part)=>above(mine,part,()=>laid),specks:(mine,part)=>above(mine,part,oneSquare),halves:(mine,part)=>above(mine,part,twoSquares,!0),store:(mine,part)=>above(mine,part,()=>store,!0)};var exercise_default=`/* What only exercises wear; their script brings it along (exercise/dress.js). */
.dr-task.dr-again :is(.dr-question, .dr-board) > .dr-how {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.dr-task.dr-again .dr-question > .dr-how + * {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-ways.dr-ways {
  float: none;
  min-height: 28px;
  margin: 6px 0 0;
  padding: 2px 0;
  color: var(--dr-muted);
  background: none;
  border: 0;
  font-weight: 400;
  text-decoration: underline;
}
.dr-task .dr-body > p:first-child {
  margin-top: 10px;
}
.dr-task math {
  font-size: 1.15em;
}
.dr-quiz .dr-task p.dr-formula {
  margin: 14px 0;
  font-size: 1.6em;
  text-align: center;
}
/* answers that are the rows of a table */
.dr-tick-table .dr-option {
  padding: 4px 0;
  background: none;
  border: 0;
  font-weight: inherit;
}
.dr-quiz .dr-tick-table table {
  width: 100%;
  margin: 0;
  border-collapse: collapse;
}
.dr-tick-table tbody tr {
  cursor: pointer;
}
.dr-tick-table tbody tr:hover,
.dr-tick-table tbody tr:has(:checked) {
  background: var(--dr-soft);
}
.dr-quiz .dr-tick-table :is(th, td) {
  padding: 3px 10px;
  border-bottom: 1px solid var(--dr-faint);
  text-align: right;
  vertical-align: middle;
  font-variant-numeric: tabular-nums;
}
.dr-tick-table .dr-wide {
  margin: 0;
}
.dr-quiz .dr-tick-table :is(th, td):first-child {
  font-weight: 600;
  text-align: left;
}
.dr-quiz .dr-tick-table thead th {
  vertical-align: bottom;
  line-height: 1.25;
}
/* rows to put in order */
.dr-quiz .dr-row-of-table {
  display: grid;
  flex: 1;
  grid-template-columns: 2em repeat(4, minmax(0, 1fr));
  gap: 2px 12px;
  align-items: end;
}
.dr-quiz .dr-row-of-table small {
  display: block;
  color: var(--dr-muted);
  font-size: 0.75rem;
  line-height: 1.2;
}
.dr-quiz .dr-badge {
  align-self: center;
  color: var(--dr-accent);
  font-size: 1.3em;
  font-weight: 700;
}
.dr-quiz .dr-told {
  color: var(--dr-muted);
}
/* pictures that answer */
.dr-quiz figure.dr-picture {
  display: grid;
  grid-template-columns: minmax(0, 19rem) minmax(0, 1fr);
  gap: 10px 22px;
  align-items: center;
  margin: 14px 0;
}
.dr-quiz figure.dr-picture.dr-broad {
  grid-template-columns: minmax(0, 34rem);
}
.dr-picture svg {
  display: block;
  width: 100%;
  height: auto;
}
.dr-quiz.dr-exercise figure.dr-picture > figcaption {
  color: var(--dr-text);
  font-size: 0.9375rem;
  line-height: 1.5;
}
.dr-picture text {
  fill: var(--dr-text);
  font-size: 13px;
}
.dr-picture .dr-cuts {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 18px;
}
.dr-picture :is(.dr-strong, .dr-on-dark) {
  font-weight: 700;
}
.dr-picture .dr-on-dark {
  fill: var(--dr-on-accent);
}
.dr-picture .dr-ask {
  fill: var(--dr-guess);
  font-weight: 700;
}
.dr-picture .dr-disc {
  fill: var(--dr-soft);
  stroke: var(--dr-line);
  stroke-width: 2;
}
.dr-picture .dr-die {
  fill: var(--dr-accent);
  stroke: var(--dr-paper);
  stroke-width: 1;
}
.dr-picture [viewBox="0 0 300 300"] .dr-die {
  fill: var(--dr-soft);
  stroke: var(--dr-accent);
  cursor: pointer;
}
.dr-picture .dr-die.dr-hit.dr-hit {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-die.dr-over-edge {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-speck {
  fill: var(--dr-text);
  stroke: var(--dr-paper);
  pointer-events: none;
}
.dr-picture .dr-rule {
  fill: none;
  stroke: var(--dr-line);
  stroke-width: 1.5;
}
.dr-picture .dr-stored {
  fill: var(--dr-accent);
}
.dr-picture .dr-delivered {
  fill: var(--dr-faint);
}
.dr-picture .dr-output {
  fill: var(--dr-guess);
}
.dr-picture .dr-unknown {
  fill: none;
  stroke: var(--dr-line);
  stroke-dasharray: 4 4;
}
.dr-picture .dr-own {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 3;
  stroke-dasharray: 7 5;
}
@container (max-width: 34rem) {
  .dr-quiz figure.dr-picture {
    grid-template-columns: minmax(0, 1fr);
  }
  .dr-quiz .dr-row-of-table.dr-row-of-table {
    grid-template-columns: 2em repeat(2, minmax(0, 1fr));
  }
  .dr-row-of-table .dr-badge {
    grid-row: span 2;
  }
  .dr-quiz .dr-broad > svg text {
    font-size: 17px;
  }
  .dr-quiz .dr-broad > svg .dr-on-dark {
    font-size: 15px;
  }
  .dr-quiz .dr-tick-table :is(th, td) {
    padding: 3px 4px;
    font-size: 0.875rem;
  }
  .dr-quiz .dr-tick-table thead th {
    font-size: 0.75rem;
  }
}
/* a newspaper page */
.dr-quiz .dr-front {
  margin: 8px 4px 18px;
  padding: 14px 22px 20px;
  color: #1c1a17;
  background: #fbf7ec;
  border: 1px solid #cfc6ae;
  box-shadow: 0 3px 14px #00000026;
  font-family: Georgia, "Times New Roman", serif;
}
.dr-quiz .dr-front p {
  margin: 6px 0;
}
.dr-quiz .dr-front .dr-masthead {
  display: flex;
  flex-wrap: wrap;
  gap: 0 18px;
  align-items: baseline;
  justify-content: space-between;
  margin: 0 0 12px;
  padding: 0 0 6px;
  border-bottom: 3px double #1c1a17;
}
.dr-front .dr-masthead b {
  font-size: 1.5em;
  letter-spacing: 0.02em;
}
.dr-quiz .dr-front .dr-headline {
  margin: 4px 0 10px;
  font-size: 1.45em;
  font-weight: 700;
  line-height: 1.2;
}
.dr-quiz .dr-front .dr-columns {
  columns: 2;
  column-gap: 26px;
  margin: 0;
  padding: 0;
  list-style-position: inside;
}
.dr-front .dr-columns li {
  margin: 0 0 6px;
  padding: 1px 3px;
  break-inside: avoid;
}
.dr-front .dr-columns li::marker {
  color: #8a2f00;
  font-weight: 700;
}
.dr-front .dr-corrected {
  background: #ffe29a;
  text-decoration: underline wavy #b14300 1.5px;
  text-underline-offset: 4px;
}
.dr-front .dr-below {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 16px;
  margin-top: 12px;
}
.dr-front .dr-slot {
  padding: 8px 14px 12px;
  border: 2px dashed #9a8f74;
}
.dr-front .dr-slot.dr-set {
  border: 1px solid #1c1a17;
}
.dr-quiz .dr-front .dr-eyebrow {
  margin: 0 0 4px;
  color: #8a2f00;
  font: 700 0.8125rem/1.4 system-ui, sans-serif;
  letter-spacing: 0.04em;
  text-transform: uppercase;
}
.dr-quiz .dr-front button {
  color: #1c1a17;
  background: #fffdf6;
  border-color: #1c1a17;
}
.dr-quiz .dr-front .dr-judges {
  margin: 14px 0 0;
  padding-top: 8px;
  border-top: 1px solid #1c1a17;
  font-style: italic;
}
.dr-quiz .dr-front ul {
  margin: 0;
  padding-left: 1.2em;
}
.dr-quiz .dr-front a {
  color: #174a73;
}
@container (max-width: 34rem) {
  .dr-quiz .dr-front {
    padding: 12px 14px 16px;
  }
  .dr-quiz .dr-front .dr-columns {
    columns: 1;
  }
  .dr-front .dr-below {
    grid-template-columns: minmax(0, 1fr);
  }
}
@media (prefers-reduced-motion: no-preference) {
  .dr-picture .dr-disc ~ .dr-die {
    animation: dr-laid 260ms backwards;
  }
  .dr-picture .dr-bar {
    animation: dr-laid 420ms backwards;
  }
  @keyframes dr-laid {
    from {
      opacity: 0;
    }
  }
}
`;var dressed=!1;function wear(){if(dressed)return;dressed=!0;let sheet=new CSSStyleSheet;sheet.replaceSync(exercise_default),document.adoptedStyleSheets=[...document.adoptedStyleSheets,sheet]}function dress(mine,task,part){wear();let{card}=mine,{kind}=task.question;card.dataset.kind=kind;let earlier=[...document.querySelectorAll(`.dr-task[data-kind="${kind}"]`)].some(other=>other.compareDocumentPosition(card)&Node.DOCUMENT_POSITION_FOLLOWING);card.classList.toggle("dr-again",earlier),card.querySelectorAll(".dr-ways").forEach(button=>button.parentElement.append(button)),card.querySelectorAll("p > math").forEach(math=>math.parentElement.classList.toggle("dr-formula",math.parentElement.textContent.trim()===math.textContent.trim())),card.querySelectorAll("a").forEach(link=>/10\^\d/.test(link.textContent)&&(link.innerHTML=link.innerHTML.replace(/10\^(\d+)/g,"10<sup>$1</sup>"))),kind==="multiple"&&tickInTable(card,part),kind==="order"&&rankRows(card),kind==="defend"&&fullOptions(card),task.picture&&pictures[task.picture](mine,part)}var headOf=row=>row.cells[0].textContent.trim(),rowsOf=table=>[...table.tBodies[0].rows],headsOf=table=>[...table.tHead.rows[0].cells].map(cell=>cell.textContent.trim());function tickInTable(card,part){let fold=card.querySelector(":scope > details"),table=fold?.querySelector("table"),labels=[...part.node.querySelectorAll("label.dr-option")],word=label=>label.querySelector(".dr-text").textContent.trim();if(!table||rowsOf(table).map(headOf).join()!==labels.map(word).join())return;let cells=one=>one.textContent.replace(/\s+/g,""),above2=[...document.querySelectorAll("table")].find(other=>other!==table&&cells(other)===cells(table));above2&&((above2.closest(".dr-wide")??above2).hidden=!0),rowsOf(table).forEach((row,i)=>{row.cells[0].replaceChildren(labels[i]),row.addEventListener("click",({target})=>target.closest("label")||labels[i].click())}),part.node.classList.add("dr-tick-table"),part.node.append(fold.querySelector(".dr-wide")),fold.remove()}function rankRows(card){let table=card.querySelector(".dr-body table"),lines=[...card.querySelector(".dr-order").children].map(line=>line.querySelector(".dr-text"));if(!table||rowsOf(table).map(headOf).sort().join()!==lines.map(line=>line.textContent.trim()).sort().join())return;let heads=headsOf(table);for(let line of lines){let row=rowsOf(table).find(one=>headOf(one)===line.textContent.trim()),cells=[...row.cells].slice(1).map((cell,i)=>h("span.dr-cell",{},h("small",{},heads[i+1])," ",h("b",{},cell.textContent)));line.classList.add("dr-row-of-table"),line.replaceChildren(h("span.dr-badge",{},headOf(row)),...cells)}(table.closest(".dr-wide")??table).remove()}function fullOptions(card){let told=Object.fromEntries([...card.querySelectorAll(".dr-body li")].map(line=>[line.querySelector(":scope > strong")?.textContent,line]));for(let text2 of card.querySelectorAll(".dr-group:first-of-type .dr-text")){let letter=text2.firstElementChild,line=told[letter.textContent];if(!line)continue;let name=text2.innerHTML.slice(letter.outerHTML.length).trim(),words=line.innerHTML.slice(line.firstElementChild.outerHTML.length).trim(),[first,rest]=words.startsWith(name)?[name,words.slice(name.length)]:[`${name}: `,words];text2.replaceChildren(letter," ",h("b",{html:first}),h("span.dr-told",{html:rest})),line.remove()}card.querySelectorAll(".dr-body ul").forEach(list=>list.children.length||list.remove())}function arriveAt(node){node.scrollIntoView({block:"start"}),node.querySelector("legend").focus({preventScroll:!0})}function paper(root,data,forms){let slot=h("div.dr-slot"),foot=h("div.dr-slot"),lines=data.lines.map(html=>h("li",{html})),head=h("p.dr-masthead",{},h("b",{},"The Small Paper"),h("span",{},"Monday, 3 July 2023 · page 1")),story=h("div",{},h("p.dr-headline",{},data.title),h("ol.dr-columns",{},...lines)),judges=h("p.dr-judges",{},"This is how it goes to print. Your teacher’s key judges both decisions after the deadline; points and reasons come back with your mark.");root.append(h("section.dr-front",{ariaLabel:data.printed?"Your page as it is printed":"The page"},head,data.printed?null:story,h("div.dr-below",{},slot,foot),data.printed?judges:null));let chosen=(id,type)=>[...forms[id]?.node.querySelectorAll(`input[type=${type}]:checked`)??[]].map(input=>input.closest("label").querySelector(".dr-text")),without=node=>{let copy=node.cloneNode(!0);return copy.firstElementChild?.tagName==="STRONG"&&copy.firstElementChild.remove(),copy},to=(id,words)=>h("button.dr-quiet",{type:"button",onclick:()=>arriveAt(forms[id].node.closest(".dr-card"))},words);function draw(){let[headline]=chosen(data.headline,"radio"),[sentence]=chosen(data.correction,"radio"),proofs=chosen(data.correction,"checkbox"),told=sentence?.querySelector(".dr-told")??sentence;slot.replaceChildren(h("p.dr-eyebrow",{},"On the Dutch rule"),...headline?[h("p.dr-headline",{},headline.textContent)]:[h("p",{},"No headline yet."),to(data.headline,"Choose the headline")]),slot.classList.toggle("dr-set",!!headline);let said=sentence&&[h("p",{},"We wrote: ",h("q",{},without(told).textContent.replace(/[“”]|\((sentence \d+|further down)\)/g,"").trim()))],why=proofs.length?[h("p",{},"What shows that it needs a correction:"),h("ul",{},...proofs.map(one=>h("li",{},...without(one).childNodes)))]:[];foot.replaceChildren(h("p.dr-eyebrow",{},"Correction"),...said?[...said,...why]:[h("p",{},"There is room for one."),to(data.correction,"Choose the sentence")]),foot.classList.toggle("dr-set",!!(sentence&&proofs.length===2));let number=Number(/\(sentence (\d+)\)/.exec(told?.textContent)?.[1]);lines.forEach((line,i)=>line.classList.toggle("dr-corrected",i+1===number))}document.addEventListener("dr-answered",draw),draw()}globalThis.deriskingExercise={dress,paper};})();
